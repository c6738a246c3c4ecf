// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { depths } from './depths';

it('counts only parents that are shown, and ends even where a tree would not', () => {
  const found = depths([{ unit: 'a', parent: 'root' }, { unit: 'b', parent: 'a' }, { unit: 'c', parent: 'b' }, { unit: 'x', parent: 'y' }, { unit: 'y', parent: 'x' }]);
  expect([found.get('a'), found.get('b'), found.get('c')]).toEqual([0, 1, 2]);
  expect(found.get('x')).toBeLessThanOrEqual(3);
});
