// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { RecordEvent, RegisterDeclaration } from '@/api/types';
import { articlesOf, isSealed, story } from './history';

const declared = {
  fields: [{ id: 'title', title: '名称', type: 'text' }, { id: 'phone', title: '电话', type: 'text', personal: true }],
  steps: [{ id: 'propose', title: '立项', starts: ['wait'], gates: [{ in_force: true, cite: { words: '甲法第1条' } }, { in_force: false, cite: { words: '旧法第2条' } }] }, { id: 'review', title: '审核', starts: [], gates: [] }],
  clocks: [{ id: 'wait', title: '等候期', minimum: { cite: { words: '乙法第3条' } }, maximum: null }],
} as unknown as RegisterDeclaration;
let sequence = 0;
const event = (type: string, payload: object, actor = 'a1'): RecordEvent => ({ sequence: (sequence += 1), id: '', stream: 'record:r1', type, version: 1, recorded_at: '2026-11-22T09:00:00+08:00', actor, payload: payload as RecordEvent['payload'], hash: '' });

describe('the story of a record', () => {
  const entries = story([
    event('step_taken', { step: 'propose', on: '2026-11-01', fields: { title: '甲', phone: { sealed: { hash: 'x', item: 'y' } } } }),
    event('record_corrected', { reason: '错字', fields: { title: '乙' }, before: { title: '甲' }, days: [{ step: 'propose', index: 0, before: '2026-11-01', after: '2026-10-31' }], changes: [{ clock: 'wait', which: 'earliest_on', before: '2026-12-01', after: '2026-11-30' }] }),
    event('step_taken', { step: 'review', on: '2026-11-05', fields: { title: '丙' }, outside_reason: '会前已审' }, 'a2'),
    event('step_annulled', { step: 'review', on: '2026-11-05', reason: '补记有误', fields: { title: '乙' } }),
    event('child_changed', { register_id: 'task_part', title: '子项', state: 'done' }),
  ], declared);
  it('tells old and new of every field', () => {
    expect(entries.map((one) => one.changes.filter((change) => change.field.id === 'title').map((change) => [change.before, change.after]))).toEqual([[[null, '甲']], [['甲', '乙']], [['乙', '丙']], [['丙', '乙']], []]);
  });
  it('marks the step that was taken back, and only that', () => {
    expect(entries.map((one) => one.taken_back)).toEqual([false, false, true, false, false]);
    expect(entries[2]?.outside).toBe('会前已审');
  });
  it('tells days and dates that moved by their titles', () => {
    expect(entries[1]?.days).toEqual([{ title: '立项', which: '', before: '2026-11-01', after: '2026-10-31' }]);
    expect(entries[1]?.dates).toEqual([{ title: '等候期', which: 'earliest', before: '2026-12-01', after: '2026-11-30' }]);
  });
  it('never takes a seal for a value', () => {
    expect(isSealed(entries[0]?.changes.find((one) => one.field.id === 'phone')?.after)).toBe(true);
    expect([isSealed('x'), isSealed(null), isSealed({ sm3: 'a' })]).toEqual([false, false, false]);
  });
  it('names the articles in force behind a step', () => {
    expect(articlesOf(declared, 'propose')).toEqual(['甲法第1条', '乙法第3条']);
    expect(articlesOf(declared, 'unknown')).toEqual([]);
  });
});
