// SPDX-License-Identifier: Apache-2.0
// A year as twelve tables of weeks, Monday first, with what each day is.
import type { CalendarYear } from '@/api/types';

/** weekday: as the day of the week says; the others because a notice says so. */
export type DayKind = 'work' | 'weekend' | 'holiday' | 'makeup';
export interface Day { on: string; day: number; kind: DayKind; name: string; estimate: boolean; noticeId: string }
export type Week = (Day | null)[];

const iso = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

export function monthsOf(year: Pick<CalendarYear, 'year' | 'days' | 'estimate'>): Week[][] {
  const said = new Map(year.days.map((day) => [day.on, day]));
  return Array.from({ length: 12 }, (_, index) => {
    const month = index + 1;
    const count = new Date(Date.UTC(year.year, month, 0)).getUTCDate();
    const weeks: Week[] = [];
    for (let day = 1; day <= count; day += 1) {
      const weekday = (new Date(Date.UTC(year.year, index, day)).getUTCDay() + 6) % 7;
      if (weeks.length === 0 || weekday === 0) weeks.push(Array.from({ length: 7 }, () => null));
      const on = iso(year.year, month, day);
      const found = said.get(on);
      const weekend = weekday > 4;
      let kind: DayKind = weekend ? 'weekend' : 'work';
      if (found && found.working && weekend) kind = 'makeup';
      else if (found && !found.working) kind = 'holiday';
      (weeks[weeks.length - 1] as Week)[weekday] = { on, day, kind, name: found?.name ?? '', estimate: found?.estimate ?? false, noticeId: found?.notice_id ?? '' };
    }
    return weeks;
  });
}
