// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { RegisterDeclaration } from '@/api/types';
import { lightOf, warnings } from './lights';

const state = (id: string, final: boolean, done: boolean): RegisterDeclaration['states'][number] => ({ id, title: id, final, done, stage: '' });
const states = [state('running', false, false), state('reported', false, true), state('closed', true, false)];

const clocks = [{ id: 'sign', warn_days: 1 }, { id: 'reply' }] as RegisterDeclaration['clocks'];
const declared = { states, clocks };
const near = new Map([[1, '2026-11-23'], [3, '2026-11-25']]);
const row = (state: string, due: string | null, clock = 'reply') => ({ state, next_due_on: due, clocks: due ? [{ clock, due_on: due, earliest_on: null, target_on: null }] : [] });

describe('a light', () => {
  it.each([
    ['running', '2026-11-20', { light: 'overdue', days: -2 }],
    ['running', '2026-11-22', { light: 'near', days: 0 }],
    ['running', '2026-11-25', { light: 'near', days: 3 }],
    ['running', '2026-11-26', { light: 'normal', days: 4 }],
    ['running', null, { light: 'standing', days: null }],
    ['reported', '2026-11-20', { light: 'done', days: null }],
    ['closed', null, { light: 'done', days: null }],
  ] as const)('of %s due %s', (state, due, expected) => {
    expect(lightOf(row(state, due), declared, '2026-11-22', near)).toEqual(expected);
  });
  it('warns as early as the clock that ends', () => {
    expect(lightOf(row('running', '2026-11-25', 'sign'), declared, '2026-11-22', near).light).toBe('normal');
    expect(lightOf(row('running', '2026-11-23', 'sign'), declared, '2026-11-22', near).light).toBe('near');
    expect(warnings(declared)).toEqual([3, 1]);
  });
  it('calls nothing near where the server did not tell how far a warning reaches', () => {
    expect(lightOf(row('running', '2026-11-22'), declared, '2026-11-22', new Map())).toEqual({ light: 'normal', days: 0 });
  });
});
