// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { DueDay } from '@/api/types';
import { isMonth, monthBounds, placeOf, shiftMonth, weeksOf } from './dueMonth';

const due = (on: string, title: string): DueDay => ({ on, record_id: title, register: 'task', register_title: '', title, clock_title: '', light: 'normal' });

describe('a month of last days', () => {
  it('begins its weeks on Monday and has every day once', () => {
    const weeks = weeksOf('2026-11', []);
    expect(weeks[0]?.map((one) => one?.day ?? 0)).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect(weeks.flat().filter((one) => one !== null)).toHaveLength(30);
  });
  it('puts each item on its day', () => {
    const cells = weeksOf('2026-11', [due('2026-11-05', 'a'), due('2026-11-05', 'b'), due('2026-11-30', 'c')]).flat().filter((one) => (one?.items.length ?? 0) > 0);
    expect(cells.map((one) => [one?.day, one?.items.map((entry) => entry.item.title)])).toEqual([[5, ['a', 'b']], [30, ['c']]]);
  });
  it('tells the same thing of several units once, with the way to all of them', () => {
    const [entry, other] = weeksOf('2026-11', [due('2026-11-05', 'a'), { ...due('2026-11-05', 'a'), record_id: 'b' }, due('2026-11-05', 'c')])[1]?.[3]?.items ?? [];
    expect([entry?.count, other?.count]).toEqual([2, 1]);
    expect(placeOf(entry!)).toEqual({ path: '/registers/task', query: { q: 'a', due_from: '2026-11-05', due_until: '2026-11-05' } });
    expect(placeOf(other!)).toEqual({ path: '/registers/task/c' });
  });
  it('knows its ends and its neighbours', () => {
    expect(monthBounds('2028-02')).toEqual({ from: '2028-02-01', until: '2028-02-29' });
    expect([shiftMonth('2026-12', 1), shiftMonth('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
    expect([isMonth('2026-13'), isMonth('2026-1'), isMonth('2026-09')]).toEqual([false, false, true]);
  });
});
