// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { compareText } from './difference';

const show = (before: string, after: string): string =>
  compareText(before, after).map(({ kind, text }) => ({ same: text, gone: `-${text}-`, new: `+${text}+` })[kind]).join('|');

it.each([
  ['同样', '同样', '同样'],
  ['', '新', '+新+'],
  ['旧', '', '-旧-'],
  ['6月底前完成', '9月底前完成', '-6-|+9+|月底前完成'],
  ['县司法局牵头', '县司法局、县信访局牵头', '县司法局|+、县信访局+|牵头'],
  ['达到95%以上', '达到100%以上', '达到|-95%-|+100%+|以上'],
])('%s → %s', (before, after, expected) => {
  expect(show(before, after)).toBe(expected);
});

it('keeps both texts whole, however long', () => {
  const before = '甲'.repeat(2000) + '中' + '乙'.repeat(2000);
  const after = '丙'.repeat(2000) + '中' + '丁'.repeat(2000);
  const pieces = compareText(before, after);
  expect(pieces.filter((piece) => piece.kind !== 'new').map((piece) => piece.text).join('')).toBe(before);
  expect(pieces.filter((piece) => piece.kind !== 'gone').map((piece) => piece.text).join('')).toBe(after);
});
