// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { IndicatorValue } from '@/api/types';
import { chartOption } from './chart';

const value = (of: string | null): IndicatorValue => ({ standing: of === null ? 'not_applicable' : 'value', numerator: of, denominator: null, value: of, text: of ?? '-' });
const wish = { title: 'x', points: [{ period: '2026-01', value: value('12.5') }, { period: '2026-02', value: value(null) }], unitWord: '%', bars: false, small: false, target: null, description: 'x' };

describe('a picture of a number', () => {
  it('has a gap where the number does not apply', () => {
    const series = chartOption(wish)['series'] as { data: unknown[] }[];
    expect(series[0]?.data).toEqual([12.5, null]);
  });
  it('shows shares on a scale that ends at one hundred, or higher where they are', () => {
    const axis = chartOption(wish)['yAxis'] as { max: (found: { max: number }) => number };
    expect(axis.max({ max: 40 })).toBe(100);
    expect(axis.max({ max: 130 })).toBe(130);
    expect((chartOption({ ...wish, unitWord: '' })['yAxis'] as { max?: unknown }).max).toBeUndefined();
  });
  it('draws the target where there is one, and no html that the security policy refuses', () => {
    const option = chartOption({ ...wish, target: { value: 90, words: 'at least 90' } });
    expect((option['series'] as { markLine?: { data: unknown[] } }[])[0]?.markLine?.data).toEqual([{ yAxis: 90 }]);
    expect((option['tooltip'] as { renderMode: string }).renderMode).toBe('richText');
  });
});
