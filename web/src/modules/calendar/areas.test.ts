// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { areasOf, levelOf } from './areas';

describe('areas', () => {
  it('are the own one and those above it', () => {
    expect(areasOf('CN-XX-YZ-YH')).toEqual(['CN-XX-YZ-YH', 'CN-XX-YZ', 'CN-XX', 'CN']);
    expect(areasOf('CN')).toEqual(['CN']);
  });
  it('have a level', () => {
    expect(['CN', 'CN-XX', 'CN-XX-YZ', 'CN-XX-YZ-YH', 'CN-XX-YZ-YH-T1'].map(levelOf)).toEqual(['country', 'province', 'city', 'county', 'county']);
  });
});
