// SPDX-License-Identifier: Apache-2.0
// Lights of a list: late, soon, in time, without a last day, done. How far a warning reaches in working days the server has told.
import type { Light, RecordRow, RegisterDeclaration } from '@/api/types';

export interface Lit { light: Light; days: number | null }
const dayMs = 86_400_000;

/** Calendar days from one day to another. */
export function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}
export function lightOf(row: Pick<RecordRow, 'state' | 'next_due_on'>, states: RegisterDeclaration['states'], today: string, nearUntil: string): Lit {
  const state = states.find((one) => one.id === row.state);
  const due = row.next_due_on;
  if (state && (state.final || state.done)) return { light: 'done', days: null };
  if (!due) return { light: 'standing', days: null };
  const days = daysBetween(today, due);
  if (days < 0) return { light: 'overdue', days };
  return { light: nearUntil !== '' && due <= nearUntil ? 'near' : 'normal', days };
}
/** Working days before an end in which the register warns. */
export function warnDays(declared: Pick<RegisterDeclaration, 'clocks'>): number {
  return declared.clocks.length === 0 ? 3 : Math.max(1, ...declared.clocks.map((one) => one.warn_days ?? 3));
}
