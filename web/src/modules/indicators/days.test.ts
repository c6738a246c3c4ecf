// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, periodNames } from './days';
import { askedFrom, queryOf } from './useAsked';

describe('days', () => {
  it('cross months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
    expect(daysBetween('2026-11-22', '2025-11-22')).toBe(-365);
  });
  it('name the periods they lie in', () => {
    expect(periodNames('2026-11-22').map((one) => one.name)).toEqual(['2026-11', '2026-Q4', '2026-H2', '2026', '2025', '2022/2026']);
    expect(periodNames('2026-06-30').map((one) => one.name).slice(1, 3)).toEqual(['2026-Q2', '2026-H1']);
  });
});

describe('what is asked', () => {
  it('goes into an address and comes back', () => {
    const asked = { on: '2026-05-01', unit: 'sfj', below: true, structure: 'now' as const };
    expect(askedFrom(queryOf(asked))).toEqual(asked);
    expect(queryOf({ structure: 'then', below: false, unit: '' })).toEqual({});
    expect(askedFrom({ on: ['2026-05-01'], other: 'x', below: 'yes' })).toEqual({});
  });
});
