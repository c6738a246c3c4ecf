// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { LeaderItem } from '@/api/types';
import { grouped, left } from './grouped';

const item = (title: string, unit: string, due: string): LeaderItem => ({ record_id: title + unit, register: 'r', register_title: '', title, unit, unit_name: unit, due_on: due, days: 1, clock_title: 'c', law: false, words: '', why: '' });

it('puts the same matter of many units on one line, in order', () => {
  const found = grouped([item('a', 'x', '2026-01-01'), item('b', 'x', '2026-01-01'), item('a', 'y', '2026-01-01'), item('a', 'z', '2026-02-01'), item('a', 'x', '2026-01-01')]);
  expect(found.map((one) => [one.first.title, one.units])).toEqual([['a', ['x', 'y']], ['b', ['x']], ['a', ['z']]]);
});

it('says how many deadlines the shown lines leave out', () => {
  const found = grouped([item('a', 'x', '2026-01-01'), item('a', 'y', '2026-01-01'), item('b', 'x', '2026-01-01')]);
  expect(left(300, found.slice(0, 1))).toBe(298);
  expect(left(3, found)).toBe(0);
});
