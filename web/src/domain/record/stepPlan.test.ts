// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { RegisterField, RegisterStep } from '@/api/types';
import { openingsFor, prefilled, stepPlan } from './stepPlan';

const field = (id: string, type: RegisterField['type'] = 'text'): RegisterField => ({ id, title: id, type });
const fields = ['title', 'number', 'draft', 'note', 'channel'].map((id) => field(id)).concat([field('unit', 'unit'), field('lead', 'units')]);
const step = (more: Partial<RegisterStep>): RegisterStep => ({ id: 's', title: 's', opens: false, from: [], to: '', by: [], required: [], optional: [], needs: [], gates: [], after: [], aside: false, acts: [], assigned: [], starts: [], stops: [], pauses: [], resumes: [], restarts: [], extends: [], repeatable: false, dated: true, ...more });
const ids = (list: RegisterField[]): string[] => list.map((one) => one.id);

describe('the form of a step', () => {
  const taken = step({ required: ['title', 'number', 'channel'], needs: ['draft', 'title'], optional: ['note', 'lead'], assigned: ['number'] });
  it('asks only what is missing and keeps the rest', () => {
    const plan = stepPlan(taken, { fields }, { title: '旧', note: '有' }, false);
    expect([ids(plan.asked), ids(plan.kept), ids(plan.optional), ids(plan.assigned)]).toEqual([['channel', 'draft'], ['title', 'note'], ['lead'], ['number']]);
    expect(ids(plan.required)).toEqual(['title', 'channel', 'draft']);
  });
  it('asks afresh where a step is taken again', () => {
    expect(ids(stepPlan(taken, { fields }, { title: '旧', channel: '报纸', draft: 'x' }, true).asked)).toEqual(['title', 'channel']);
  });
  it('fills in the own unit where one unit is asked and nothing else', () => {
    const plan = stepPlan(step({ required: ['unit', 'lead', 'title'] }), { fields }, {}, false);
    expect(prefilled(plan, {}, 'sfj')).toEqual({ unit: 'sfj' });
    expect(prefilled(plan, {}, null)).toEqual({});
  });
  it('opens only by those who may', () => {
    const steps = [step({ id: 'a', opens: true, by: ['clerk'] }), step({ id: 'b', opens: true }), step({ id: 'c' })];
    expect(openingsFor({ steps }, ['leader']).map((one) => one.id)).toEqual(['b']);
    expect(openingsFor({ steps }, null).map((one) => one.id)).toEqual(['a', 'b']);
  });
});
