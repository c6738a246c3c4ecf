// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { stageBar } from './stages';

const state = (id: string, stage = '') => ({ id, title: id, final: false, done: false, stage });
const headed = [state('a', '起草'), state('b', '起草'), state('c', '审核'), state('d', '公布'), state('stuck')];

describe('a stage bar', () => {
  it('puts neighbours under one heading and says what is past', () => {
    const { stages, aside } = stageBar(headed, 'c', ['a', 'b']);
    expect(stages.map((one) => [one.title, one.place])).toEqual([['起草', 'past'], ['审核', 'here'], ['公布', 'ahead']]);
    expect(aside).toBeNull();
  });
  it('tells a state beside the way and keeps what was reached', () => {
    const { stages, aside } = stageBar(headed, 'stuck', ['a', 'c']);
    expect(stages.map((one) => one.place)).toEqual(['past', 'past', 'ahead']);
    expect(aside?.id).toBe('stuck');
  });
  it('has one stage a state where none has a heading', () => {
    expect(stageBar([state('a'), state('b')], 'b', []).stages.map((one) => [one.title, one.place])).toEqual([['a', 'past'], ['b', 'here']]);
  });
});
