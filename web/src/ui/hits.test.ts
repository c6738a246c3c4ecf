// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { cutAtHits } from './hits';

it.each([
  ['法治政府建设', '', ['法治政府建设']],
  ['法治政府建设', '政府', ['法治', '[政府]', '建设']],
  ['法治政府建设', '建设 法治', ['[法治]', '政府', '[建设]']],
  ['aXax', 'ax', ['[aXax]']],
  ['政政府', '政府 政', ['[政政府]']],
  ['无', '有', ['无']],
])('%s searched for %s', (text, query, expected) => {
  expect(cutAtHits(text, query).map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))).toEqual(expected);
});
