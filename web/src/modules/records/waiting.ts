// SPDX-License-Identifier: Apache-2.0
// Steps that are due now but are somebody else's: whose, by role and unit.
import type { RecordDetail, RegisterDeclaration } from '@/api/types';

export interface Waiting { step: string; title: string; roles: string[]; units: string[] }

/** Units in a field, or in a column of its rows. */
function unitsIn(fields: Record<string, unknown>, name: string): string[] {
  const [field, column] = name.split('.') as [string, string | undefined];
  const value = fields[field];
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return list.map((one: unknown) => (column === undefined ? one : (one as Record<string, unknown>)[column])).filter((one): one is string => typeof one === 'string');
}
export function waiting(declared: Pick<RegisterDeclaration, 'steps'>, record: Pick<RecordDetail, 'state' | 'final' | 'steps' | 'possible' | 'fields'>): Waiting[] {
  const done = new Set(record.steps.map((one) => one.step));
  const own = new Set(record.possible.map((one) => one.step));
  return declared.steps
    .filter((one) => !one.opens && !one.aside && !own.has(one.id) && (one.repeatable || !done.has(one.id)) && (one.from.length === 0 ? !record.final : one.from.includes(record.state)))
    .map((one) => ({ step: one.id, title: one.title, roles: one.by, units: [...new Set(one.acts.flatMap((name) => unitsIn(record.fields as Record<string, unknown>, name)))] }));
}
