// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { RegisterDeclaration } from '@/api/types';
import { lightOf, warnDays } from './lights';

const state = (id: string, final: boolean, done: boolean): RegisterDeclaration['states'][number] => ({ id, title: id, final, done, stage: '' });
const states = [state('running', false, false), state('reported', false, true), state('closed', true, false)];

describe('a light', () => {
  it.each([
    ['running', '2026-11-20', { light: 'overdue', days: -2 }],
    ['running', '2026-11-22', { light: 'near', days: 0 }],
    ['running', '2026-11-25', { light: 'near', days: 3 }],
    ['running', '2026-11-26', { light: 'normal', days: 4 }],
    ['running', null, { light: 'standing', days: null }],
    ['reported', '2026-11-20', { light: 'done', days: null }],
    ['closed', null, { light: 'done', days: null }],
  ] as const)('of %s due %s', (id, due, expected) => {
    expect(lightOf({ state: id, next_due_on: due }, states, '2026-11-22', '2026-11-25')).toEqual(expected);
  });
  it('calls nothing near where the server did not tell how far a warning reaches', () => {
    expect(lightOf({ state: 'running', next_due_on: '2026-11-22' }, states, '2026-11-22', '')).toEqual({ light: 'normal', days: 0 });
  });
  it('warns as early as the earliest clock', () => {
    expect(warnDays({ clocks: [{ warn_days: 2 }, { warn_days: 7 }] as RegisterDeclaration['clocks'] })).toBe(7);
  });
});
