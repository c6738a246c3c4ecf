// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { SheetItem } from '@/api/types';
import { askedBy, entriesOf, rowsOf, wrongMarks } from './entries';

function item(id: string, over: Partial<SheetItem> = {}, automatic = false): SheetItem {
  return {
    item: { id, title: id, standard: '', kind: 'scored', marks: '5', unit_kinds: [], evidence: false, cite: '', automatic: automatic ? { indicator: 'x', indicator_title: 'x', words: '' } : null },
    applies: true, value: null, self: null, verified: null, appeal: null, decision: null, marks: null, ...over,
  };
}
const sheet = [item('a', { self: { marks: '4', note: 'n', evidence: [{ sm3: 's', name: 'f' }] } }), item('b', {}, true), item('c', { applies: false }), item('d', { verified: { marks: '2.5', note: '' }, appeal: { wanted: '4', reason: 'r' } })];

describe('a score sheet', () => {
  it('asks only about judged items that apply', () => {
    expect(askedBy('self_score', sheet).map((one) => one.item.id)).toEqual(['a', 'd']);
    expect(askedBy('appeal', sheet).map((one) => one.item.id)).toEqual(['d']);
    expect(askedBy('decide_appeal', sheet).map((one) => one.item.id)).toEqual(['d']);
  });
  it('starts from what is known: the verifier from the self-score', () => {
    expect(entriesOf('verify', sheet)['a']?.marks).toBe('4');
    expect(entriesOf('self_score', sheet)['a']?.papers).toHaveLength(1);
    expect(entriesOf('decide_appeal', sheet)['d']?.marks).toBe('2.5');
  });
  it('sends exact numbers and leaves out what nobody answered', () => {
    const entries = entriesOf('self_score', sheet);
    expect(rowsOf('self_score', sheet, entries)).toEqual({ self_scores: [{ item: 'a', marks: 4, note: 'n', evidence: { sm3: 's', name: 'f' } }] });
    expect(rowsOf('appeal', sheet, { d: { marks: '4', note: 'why', papers: [], granted: false } })).toEqual({ appeals: [{ item: 'd', wanted: 4, reason: 'why' }] });
    expect(rowsOf('decide_appeal', sheet, { d: { marks: '3.5', note: 'so', papers: [], granted: true } })).toEqual({ appeal_decisions: [{ item: 'd', granted: true, marks: 3.5, reason: 'so' }] });
  });
  it('knows marks that an item cannot have', () => {
    const one = item('a');
    expect(['', '0', '5', '4.5'].map((marks) => wrongMarks(one, marks))).toEqual([false, false, false, false]);
    expect(['-1', '5.1', 'x', '1,5'].map((marks) => wrongMarks(one, marks))).toEqual([true, true, true, true]);
  });
});
