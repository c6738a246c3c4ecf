// SPDX-License-Identifier: Apache-2.0
import type { DraftTask } from '@/api/types';

export type Order = 'attention' | 'document';
export type Filter = 'all' | 'attention' | 'open' | 'added' | 'changed';

const weight: Record<NonNullable<DraftTask['attention']>[number], number> = {
  low_confidence: 32, uncertain_repair: 16, repaired: 8, unresolved_unit: 4, no_lead: 2, no_deadline: 1,
};

/** How much a person should look here; 0: nothing is doubtful. */
export function urgency(task: Pick<DraftTask, 'attention'>): number {
  return (task.attention ?? []).reduce((sum, kind) => sum + weight[kind], 0);
}

function matches(task: DraftTask, filter: Filter): boolean {
  if (filter === 'attention') return urgency(task) > 0;
  if (filter === 'open') return task.state !== 'approved';
  if (filter === 'added' || filter === 'changed') return task.change === filter;
  return true;
}

export function arrange(tasks: readonly DraftTask[], order: Order, filter: Filter, query: string): DraftTask[] {
  const words = query.trim().toLowerCase().split(/\s+/u).filter(Boolean);
  const kept = tasks.filter((task) => {
    if (!matches(task, filter)) return false;
    if (words.length === 0) return true;
    const units = [...task.lead, ...task.responsible, ...task.supporting].map((unit) => unit.text);
    const all = [task.number, task.area, task.objective, task.title, task.text, ...units].join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  });
  if (order === 'document') return kept;
  // Sorting keeps equals in the order of the document.
  return kept.map((task) => ({ task, urgency: urgency(task) })).sort((a, b) => b.urgency - a.urgency).map((entry) => entry.task);
}

export interface Group {
  area: string | null;
  tasks: DraftTask[];
}

/** Neighbours of one chapter; in attention order there is only one group. */
export function groupByArea(tasks: readonly DraftTask[], order: Order): Group[] {
  if (order === 'attention') return tasks.length === 0 ? [] : [{ area: null, tasks: [...tasks] }];
  const groups: Group[] = [];
  for (const task of tasks) {
    const last = groups[groups.length - 1];
    if (last !== undefined && last.area === task.area) last.tasks.push(task);
    else groups.push({ area: task.area, tasks: [task] });
  }
  return groups;
}
