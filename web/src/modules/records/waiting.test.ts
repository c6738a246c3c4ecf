// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { RecordDetail, RegisterDeclaration } from '@/api/types';
import { waiting } from './waiting';

const step = (id: string, more: object = {}) => ({ id, title: id, opens: false, aside: false, repeatable: false, from: ['open'], by: ['clerk'], acts: [], ...more });
const declared = { steps: [step('begin', { opens: true }), step('mine'), step('theirs', { acts: ['unit', 'roles.unit'] }), step('later', { from: ['other'] }), step('once', {}), step('any', { from: [] }), step('beside', { aside: true })] } as unknown as RegisterDeclaration;
const record = { state: 'open', final: false, steps: [{ step: 'once' }], possible: [{ step: 'mine' }], fields: { unit: 'sfj', roles: [{ unit: 'gaj' }, { unit: 'sfj' }, {}] } } as unknown as RecordDetail;

describe('what waits for others', () => {
  it('is due now, not ours, not done and not beside the way', () => {
    expect(waiting(declared, record)).toEqual([{ step: 'theirs', title: 'theirs', roles: ['clerk'], units: ['sfj', 'gaj'] }, { step: 'any', title: 'any', roles: ['clerk'], units: [] }]);
  });
  it('is nothing once a record is closed', () => {
    expect(waiting(declared, { ...record, state: 'closed', final: true })).toEqual([]);
  });
});
