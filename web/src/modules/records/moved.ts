// SPDX-License-Identifier: Apache-2.0
// Which dates of the clocks a correction or a step taken back has moved; nobody should have to compare two lists.
import type { RecordClock } from '@/api/types';

export type BoundId = 'earliest' | 'due' | 'target';
export interface MovedDate { clock: string; title: string; bound: BoundId; from: string | null; to: string | null }

export function movedDates(before: readonly RecordClock[], after: readonly RecordClock[]): MovedDate[] {
  const titles = new Map([...before, ...after].map((one) => [one.clock, one.title]));
  const on = (list: readonly RecordClock[], clock: string, bound: BoundId): string | null => list.find((one) => one.clock === clock)?.[bound]?.on ?? null;
  return [...titles].flatMap(([clock, title]) => (['earliest', 'due', 'target'] as const)
    .map((bound) => ({ clock, title, bound, from: on(before, clock, bound), to: on(after, clock, bound) }))
    .filter((one) => one.from !== one.to));
}
