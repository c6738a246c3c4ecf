// SPDX-License-Identifier: Apache-2.0
// The address is the state of the ledger: every filter can be sent to a colleague as a link.
import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import type { LedgerFilter } from '@/api/ledger';

export const filterNames = ['document', 'area', 'objective', 'unit', 'role', 'due_from', 'due_until', 'deadline_kind', 'q'] as const satisfies readonly (keyof LedgerFilter)[];
export type FilterName = (typeof filterNames)[number];
export type Sort = 'plan' | 'due';
export type View = 'list' | 'merged';

const allowed: Partial<Record<FilterName, readonly string[]>> = {
  role: ['lead', 'responsible', 'supporting'],
  deadline_kind: ['date', 'period', 'recurring', 'standing', 'relative', 'none'],
};

/** A value that the server would refuse is left out: a mistyped link still opens. */
export function readFilter(query: LocationQuery): LedgerFilter {
  const found: Record<string, string> = {};
  for (const name of filterNames) {
    const value = query[name];
    if (typeof value !== 'string' || value === '') continue;
    if (allowed[name] && !allowed[name].includes(value)) continue;
    if (name.startsWith('due_') && !/^\d{4}-\d\d-\d\d$/.test(value)) continue;
    found[name] = value;
  }
  return found as LedgerFilter;
}

export const readSort = (query: LocationQuery): Sort => (query['sort'] === 'due' ? 'due' : 'plan');
export const readView = (query: LocationQuery): View => (query['view'] === 'merged' ? 'merged' : 'list');

/** The query with some values changed; null takes one away. A new area takes its objective away, no unit no role. */
export function changeQuery(query: LocationQuery, change: Partial<Record<FilterName | 'sort' | 'view', string | null>>): LocationQueryRaw {
  const next: LocationQueryRaw = { ...query };
  if ('area' in change && !('objective' in change)) delete next['objective'];
  if (change.unit === null) delete next['role'];
  for (const [name, value] of Object.entries(change)) {
    if (value) next[name] = value;
    else delete next[name];
  }
  return next;
}
