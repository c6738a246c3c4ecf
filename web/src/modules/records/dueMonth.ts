// SPDX-License-Identifier: Apache-2.0
// A month of last days as weeks, Monday first.
import type { DueDay } from '@/api/types';

/** What ends on a day; the same thing of several units is told once, with how many there are. */
export interface DueEntry { item: DueDay; count: number }
export interface DueCell { on: string; day: number; items: DueEntry[] }
export type DueWeek = (DueCell | null)[];
const pad = (n: number): string => String(n).padStart(2, '0');

export const monthOf = (day: string): string => day.slice(0, 7);
export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
export function monthBounds(month: string): { from: string; until: string } {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return { from: `${month}-01`, until: `${month}-${pad(new Date(Date.UTC(year, number, 0)).getUTCDate())}` };
}
export function shiftMonth(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const moved = new Date(Date.UTC(year, number - 1 + by, 1));
  return `${moved.getUTCFullYear()}-${pad(moved.getUTCMonth() + 1)}`;
}
export function weeksOf(month: string, items: readonly DueDay[]): DueWeek[] {
  const byDay = new Map<string, Map<string, DueEntry>>();
  for (const item of items) {
    const day = byDay.get(item.on) ?? new Map<string, DueEntry>();
    byDay.set(item.on, day);
    const key = JSON.stringify([item.register, item.title, item.clock_title, item.light]);
    const entry = day.get(key);
    if (entry) entry.count += 1;
    else day.set(key, { item, count: 1 });
  }
  const last = Number(monthBounds(month).until.slice(8));
  const weeks: DueWeek[] = [];
  for (let day = 1; day <= last; day += 1) {
    const on = `${month}-${pad(day)}`;
    const weekday = (new Date(`${on}T00:00:00Z`).getUTCDay() + 6) % 7;
    if (weeks.length === 0 || weekday === 0) weeks.push(Array.from({ length: 7 }, () => null));
    (weeks[weeks.length - 1] as DueWeek)[weekday] = { on, day, items: [...(byDay.get(on)?.values() ?? [])] };
  }
  return weeks;
}
/** The record, or where there are several the list of them. */
export function placeOf({ item, count }: DueEntry): { path: string; query?: Record<string, string> } {
  if (count === 1) return { path: `/registers/${item.register}/${item.record_id}` };
  return { path: `/registers/${item.register}`, query: { q: item.title, due_from: item.on, due_until: item.on } };
}
