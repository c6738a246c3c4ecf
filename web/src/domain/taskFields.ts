// SPDX-License-Identifier: Apache-2.0
import type { DraftTask, LedgerTask, TaskFields } from '@/api/types';

const plainFields = ['number', 'area', 'objective', 'title', 'text'] as const;
const listFields = ['lead', 'responsible', 'supporting', 'deadlines', 'targets'] as const;
export type EditableTask = Pick<DraftTask | LedgerTask, (typeof plainFields)[number] | (typeof listFields)[number]>;

/** A copy that a form may change. */
export function copyTask(task: EditableTask): EditableTask {
  return JSON.parse(JSON.stringify(Object.fromEntries([...plainFields, ...listFields].map((field) => [field, task[field]])))) as EditableTask;
}

export function emptyTask(area: string | null, objective: string | null): EditableTask {
  return { number: null, area, objective, title: null, text: '', lead: [], responsible: [], supporting: [], deadlines: [], targets: [] };
}

/** Only what the person changed; empty lines of a list are left out, blank words become null. */
export function changedFields(before: EditableTask, after: EditableTask): TaskFields {
  const changed: TaskFields = {};
  for (const field of plainFields) {
    const value = after[field]?.trim() ?? '';
    if (value === (before[field] ?? '')) continue;
    if (field === 'text') changed.text = value;
    else changed[field] = value === '' ? null : value;
  }
  for (const field of listFields) {
    const kept = (after[field] as { text: string }[]).filter((entry) => entry.text.trim() !== '');
    if (JSON.stringify(kept) !== JSON.stringify(before[field])) Object.assign(changed, { [field]: kept });
  }
  return changed;
}
