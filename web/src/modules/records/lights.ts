// SPDX-License-Identifier: Apache-2.0
// Lights of a list: late, soon, in time, without a last day, done. How far a warning reaches in working days the server has told.
import type { Light, RecordRow, RegisterDeclaration } from '@/api/types';

export interface Lit { light: Light; days: number | null }
const dayMs = 86_400_000;

/** Calendar days from one day to another. */
export function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}
/** Last days of the warning by how many working days it reaches, as the server counted them. */
export type NearDays = ReadonlyMap<number, string>;
type Row = Pick<RecordRow, 'state' | 'next_due_on' | 'clocks'>;
type Declared = Pick<RegisterDeclaration, 'states' | 'clocks'>;
const usual = 3;

/** The clock that ends next says how early it warns. */
function warningOf(row: Row, declared: Declared): number {
  const ending = row.clocks.filter((one) => one.due_on === row.next_due_on || one.target_on === row.next_due_on).map((one) => declared.clocks.find((clock) => clock.id === one.clock)?.warn_days ?? usual);
  return ending.length === 0 ? usual : Math.max(...ending);
}
export function lightOf(row: Row, declared: Declared, today: string, near: NearDays): Lit {
  const state = declared.states.find((one) => one.id === row.state);
  const due = row.next_due_on;
  if (state && (state.final || state.done)) return { light: 'done', days: null };
  if (!due) return { light: 'standing', days: null };
  const days = daysBetween(today, due);
  if (days < 0) return { light: 'overdue', days };
  return { light: due <= (near.get(warningOf(row, declared)) ?? '') ? 'near' : 'normal', days };
}
/** How many working days before an end the clocks of a register warn. */
export function warnings(declared: Pick<RegisterDeclaration, 'clocks'>): number[] {
  return [...new Set([usual, ...declared.clocks.map((one) => one.warn_days ?? usual)])].filter((one) => one > 0);
}
