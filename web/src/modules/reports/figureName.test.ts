// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { figureText, insertAt, receiptOf } from './figureName';

it('writes a figure as the texts have it', () => {
  expect(figureText({ indicator: 'a', form: 'value', period: '', unit: '' })).toBe('{{a}}');
  expect(figureText({ indicator: 'a', form: 'change', period: '2025', unit: 'sfj' })).toBe('{{a|unit=sfj|period=2025|form=change}}');
});
it('puts it where the cursor stands, at the ends too', () => {
  expect(insertAt('ab', 1, '{{x}}')).toBe('a{{x}}b');
  expect(insertAt('ab', 9, 'x')).toBe('abx');
  expect(insertAt('ab', -1, 'x')).toBe('xab');
});
it('leads to the receipt as it was asked for', () => {
  expect(receiptOf({ indicator: 'a', period: '2026', unit: '', as_of: '2026-12-31', known_on: null })).toEqual({ path: '/indicators/a', query: { tab: 'receipt', on: '2026-12-31', period: '2026' } });
});
