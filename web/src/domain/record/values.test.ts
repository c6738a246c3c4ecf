// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { RegisterField } from '@/api/types';
import { answered, changed, formOf, toWire, without } from './values';

const field = (id: string, type: RegisterField['type'], more: Partial<RegisterField> = {}): RegisterField => ({ id, title: id, type, ...more });
const fields = [field('title', 'text'), field('count', 'integer'), field('urgent', 'flag'), field('units', 'units'), field('opinions', 'rows', { columns: [field('text', 'text'), field('adopted', 'flag')] })];

describe('fields of a form', () => {
  it('send only what a person changed', () => {
    const before = { title: '旧', count: 3, units: ['a'] };
    const form = formOf(fields, before);
    expect(changed(fields, before, form)).toEqual({});
    form['title'] = '新';
    form['units'] = [];
    expect(changed(fields, before, form)).toEqual({ title: '新', units: null });
  });
  it('send what a step asks for though the same stood there before', () => {
    const before = { title: '旧', count: 3, units: ['a'] };
    expect(answered(fields.slice(0, 1), fields.slice(1), before, formOf(fields, before))).toEqual({ title: '旧' });
    expect(answered(fields.slice(0, 1), fields.slice(1), before, { ...formOf(fields, before), title: '', count: '4' })).toEqual({ title: null, count: 4 });
  });
  it('become what the contract says', () => {
    expect(toWire(fields[1] as RegisterField, '12')).toBe(12);
    expect(toWire(fields[1] as RegisterField, '12人')).toBe('12人');
    expect(toWire(fields[2] as RegisterField, 'false')).toBe(false);
    expect(toWire(fields[2] as RegisterField, '')).toBe(null);
    expect(toWire(fields[4] as RegisterField, [{ text: '同意', adopted: '' }])).toEqual([{ text: '同意' }]);
  });
  it('are copies: typing does not change what was loaded', () => {
    const before = { units: ['a'] };
    (formOf(fields, before)['units'] as string[]).push('b');
    expect(before.units).toEqual(['a']);
  });
});

describe('what is only shown masked', () => {
  it('is never sent back', () => {
    const before = without({ title: '旧', phone: '138****0000' }, ['phone']);
    expect(before).toEqual({ title: '旧' });
    const masked = [field('title', 'text'), field('phone', 'text', { personal: true })];
    expect(answered(masked.slice(0, 1), masked.slice(1), before, formOf(masked, before))).toEqual({ title: '旧' });
  });
});
