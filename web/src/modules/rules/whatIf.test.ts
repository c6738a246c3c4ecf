// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Breach } from '@/api/types';
import { changeOf } from './whatIf';

const breach = { kind: 'overdue', about: 'reply', title: '答复', step: 'reply', on: '2026-03-02', cite: null, binding: 'statutory', reason: '' } as Breach;

describe('a changed rule', () => {
  it.each([[[], [breach], 'more'], [[breach], [], 'fewer'], [[breach], [{ ...breach, on: '2026-03-09' }], 'other']] as const)('is told by what it would have come to: %#', (before, after, expected) => {
    expect(changeOf(before, after)).toBe(expected);
  });
});
