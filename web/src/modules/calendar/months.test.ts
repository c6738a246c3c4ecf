// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { monthsOf } from './months';

const day = (on: string, working: boolean, name: string) => ({ on, working, name, notice_id: 'n', estimate: false });
const year = monthsOf({ year: 2026, estimate: false, days: [day('2026-10-01', false, '国庆节'), day('2026-10-10', true, '国庆节'), day('2026-10-03', false, '国庆节')] });
const flat = year.flat(2).filter((one) => one !== null);
const of = (on: string) => flat.find((one) => one.on === on);

describe('a year of months', () => {
  it('has every day once, in its own weekday column', () => {
    expect(flat.length).toBe(365);
    expect(year[0]?.[0]?.[3]?.on).toBe('2026-01-01');
    expect(year[10]?.[0]?.[6]?.on).toBe('2026-11-01');
    expect(monthsOf({ year: 2024, estimate: false, days: [] }).flat(2).filter(Boolean).length).toBe(366);
  });
  it('tells holidays, make-up days and ordinary weekends apart', () => {
    expect(of('2026-10-01')?.kind).toBe('holiday');
    expect(of('2026-10-03')?.kind).toBe('holiday');
    expect(of('2026-10-10')?.kind).toBe('makeup');
    expect(of('2026-10-11')?.kind).toBe('weekend');
    expect(of('2026-10-12')?.kind).toBe('work');
  });
});
