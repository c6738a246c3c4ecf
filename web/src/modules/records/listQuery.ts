// SPDX-License-Identifier: Apache-2.0
// The address of a list: what it asks the server for, and what stands in it that can be taken out again.
import type { RecordQuery, RegisterDeclaration, RegisterField } from '@/api/types';

export type PageQuery = Record<string, string>;
export type Sort = 'newest' | 'due';
const days = ['due_from', 'due_until', 'opened_from', 'opened_until'] as const;
const fieldPrefix = 'f.';
const day = /^\d{4}-\d\d-\d\d$/;
/** Keys that are how a list is shown, not which records it holds. */
const manner = new Set(['sort', 'columns']);

/** The router's query with only what is a single text. */
export function pageQuery(query: Record<string, unknown>): PageQuery {
  return Object.fromEntries(Object.entries(query).filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== ''));
}
export function withChange(query: PageQuery, change: PageQuery): PageQuery {
  return pageQuery({ ...query, ...change });
}

/** Fields that a list can be narrowed by with a choice of values. */
export function filterFields(declared: Pick<RegisterDeclaration, 'fields'>): RegisterField[] {
  return declared.fields.filter((one) => one.indexed === true && one.personal !== true && ['choice', 'choices', 'flag', 'unit', 'units'].includes(one.type));
}
function wireOf(field: RegisterField | undefined, text: string): unknown {
  if (field?.type === 'flag') return text === 'true';
  if (field?.type === 'integer' || field?.type === 'decimal') return Number(text);
  return text;
}

export function recordQuery(query: PageQuery, fields: readonly RegisterField[]): RecordQuery {
  const out: RecordQuery = {};
  for (const name of ['state', 'unit', 'q', 'where'] as const) if (query[name]) out[name] = query[name];
  for (const name of days) if (day.test(query[name] ?? '')) out[name] = query[name] as string;
  if (query['due'] === 'overdue' || query['due'] === 'near') out.due = query['due'];
  if (query['breaches'] === 'true' || query['breaches'] === 'false') out.breaches = query['breaches'] === 'true';
  const asked = Object.entries(query).filter(([name]) => name.startsWith(fieldPrefix)).map(([name, text]) => {
    const id = name.slice(fieldPrefix.length);
    return { id, text, field: fields.find((one) => one.id === id) };
  });
  const equal = asked.filter((one) => one.field?.type !== 'units' && one.field?.type !== 'choices');
  if (equal.length > 0) out.fields = JSON.stringify(Object.fromEntries(equal.map((one) => [one.id, wireOf(one.field, one.text)])));
  // A list has a value, it does not equal it.
  const having = asked.filter((one) => !equal.includes(one)).map((one) => `${one.id} has '${one.text.replaceAll("'", "''")}'`);
  if (having.length > 0) out.where = [...(out.where ? [`(${out.where})`] : []), ...having].join(' and ');
  if (query['sort'] === 'due') out.sort = 'due';
  return out;
}
export const fieldKey = (id: string): string => fieldPrefix + id;

export function statesOf(query: PageQuery): string[] {
  return (query['state'] ?? '').split(',').filter(Boolean);
}
/** One state more or one less, in the order of the register. */
export function toggleState(query: PageQuery, id: string, declared: Pick<RegisterDeclaration, 'states'>): string {
  const now = new Set(statesOf(query));
  if (!now.delete(id)) now.add(id);
  return declared.states.map((one) => one.id).filter((one) => now.has(one)).join(',');
}

/** What narrows the list, key by key; empty where everything is shown. */
export function narrowing(query: PageQuery): string[] {
  return Object.keys(query).filter((name) => !manner.has(name) && (name.startsWith(fieldPrefix) || ['state', 'unit', 'q', 'where', 'due', 'breaches', ...days].includes(name)));
}
/** The same view whatever order its parts stand in. */
export function viewText(query: PageQuery): string {
  return new URLSearchParams(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1))).toString();
}
export function fromViewText(text: string): PageQuery {
  return pageQuery(Object.fromEntries(new URLSearchParams(text)));
}
