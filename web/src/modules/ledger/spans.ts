// SPDX-License-Identifier: Apache-2.0
import type { LedgerTask } from '@/api/types';

export interface MergedRow {
  task: LedgerTask;
  /** Rows that the cell covers; 0: covered by a cell above. */
  areaRows: number;
  objectiveRows: number;
}

/** Cells of equal area and objective of neighbouring rows become one, as in the paper ledger. */
export function mergeRows(tasks: readonly LedgerTask[]): MergedRow[] {
  const rows: MergedRow[] = tasks.map((task) => ({ task, areaRows: 0, objectiveRows: 0 }));
  let area = 0;
  let objective = 0;
  rows.forEach((row, index) => {
    const above = rows[index - 1]?.task;
    const newArea = above === undefined || above.area !== row.task.area || above.document_id !== row.task.document_id;
    const newObjective = newArea || above.objective !== row.task.objective;
    if (newArea) area = index;
    if (newObjective) objective = index;
    (rows[area] as MergedRow).areaRows += 1;
    (rows[objective] as MergedRow).objectiveRows += 1;
  });
  return rows;
}
