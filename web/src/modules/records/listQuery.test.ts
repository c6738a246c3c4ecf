// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { RegisterField } from '@/api/types';
import { filterFields, fromViewText, narrowing, pageQuery, recordQuery, toggleState, viewText, withChange } from './listQuery';

const field = (id: string, type: RegisterField['type'], more: Partial<RegisterField> = {}): RegisterField => ({ id, title: id, type, indexed: true, ...more });
const fields = [field('kind', 'choice'), field('urgent', 'flag'), field('lead', 'units'), field('note', 'text'), field('phone', 'choice', { personal: true }), field('plain', 'choice', { indexed: false })];
const states = ['issued', 'signed', 'closed'].map((id) => ({ id, title: id, final: false, done: false, stage: '' }));

describe('the address of a list', () => {
  it('asks the server for what it says, in its types', () => {
    expect(recordQuery({ state: 'issued,signed', q: '夜间', 'f.kind': 'new', 'f.urgent': 'false', due: 'near', breaches: 'true', due_from: '2026-01-01', sort: 'due', columns: 'state' }, fields))
      .toEqual({ state: 'issued,signed', q: '夜间', due: 'near', breaches: true, due_from: '2026-01-01', sort: 'due', fields: '{"kind":"new","urgent":false}' });
  });
  it('leaves out what no list knows', () => {
    expect(recordQuery({ due: 'later', due_from: 'gestern', sort: 'x', breaches: 'maybe', other: '1' }, fields)).toEqual({});
  });
  it('asks of a list whether it has a value', () => {
    expect(recordQuery({ 'f.lead': "u'1", where: 'a or b' }, fields)).toEqual({ where: "(a or b) and lead has 'u''1'" });
  });
  it('offers only fields with a choice that are no personal data', () => {
    expect(filterFields({ fields }).map((one) => one.id)).toEqual(['kind', 'urgent', 'lead']);
  });
  it('takes states in and out in the order of the register', () => {
    expect(toggleState({ state: 'closed' }, 'issued', { states })).toBe('issued,closed');
    expect(toggleState({ state: 'issued,closed' }, 'issued', { states })).toBe('closed');
  });
  it('knows what narrows it', () => {
    expect(narrowing({ q: 'a', sort: 'due', columns: 'x', 'f.kind': 'new', other: 'y' })).toEqual(['q', 'f.kind']);
  });
});
describe('a saved view', () => {
  it('is the same whatever order its parts stand in, and comes back whole', () => {
    const query = { q: '夜 间&=', state: 'issued,signed' };
    expect(viewText(query)).toBe(viewText({ state: 'issued,signed', q: '夜 间&=' }));
    expect(fromViewText(viewText(query))).toEqual(query);
  });
  it('holds no empty parts', () => {
    expect(withChange({ q: 'a', due: 'near' }, { q: '' })).toEqual({ due: 'near' });
    expect(pageQuery({ a: ['x'], b: null, c: 'd' })).toEqual({ c: 'd' });
  });
});
