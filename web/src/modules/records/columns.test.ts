// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { RecordRow, RegisterDeclaration } from '@/api/types';
import { clockDay, columnsOf, shownColumns } from './columns';
import { runs } from './numberRuns';

const declared = {
  title_field: 'title', list: ['title', 'kind', 'state', 'steps.propose.on', 'clocks.review.due_on', 'nothing'],
  fields: [{ id: 'title', title: '名称', type: 'text' }, { id: 'kind', title: '类别', type: 'choice' }],
  steps: [{ id: 'propose', title: '立项' }],
  clocks: [{ id: 'review', title: '审核', maximum: {}, target: null }, { id: 'reply', title: '答复', maximum: {}, target: null }, { id: 'wait', title: '等候', maximum: null, target: null }],
} as unknown as RegisterDeclaration;
const words = { state: '状态', light: '到期', unit: '单位', opened: '开始', breaches: '违反', step: (title: string) => `${title}日期`, clock: (title: string) => `${title}到期` };
const all = columnsOf(declared, words);

describe('columns of a list', () => {
  it('are those of the register and those that every record has, each once', () => {
    expect(all.map((one) => one.id)).toEqual(['light', 'state', 'kind', 'steps.propose.on', 'clocks.review.due_on', 'unit', 'opened', 'breaches', 'clock.reply']);
    expect(all.map((one) => one.title)).toContain('立项日期');
  });
  it('have no light where no period runs', () => {
    expect(columnsOf({ ...declared, list: [], clocks: [] }, words).map((one) => one.kind)).not.toContain('light');
  });
  it('are chosen by the address, else the usual ones', () => {
    expect(shownColumns(all, 'unit,state,unknown').map((one) => one.id)).toEqual(['state', 'unit']);
    expect(shownColumns(all, undefined).map((one) => one.id)).toEqual(['light', 'state', 'kind', 'steps.propose.on', 'clocks.review.due_on', 'opened']);
  });
  it('take the day of a clock from its row', () => {
    const row = { clocks: [{ clock: 'reply', due_on: null, earliest_on: null, target_on: '2026-12-01' }] } as unknown as RecordRow;
    expect(clockDay(row, all.find((one) => one.id === 'clock.reply')!)).toBe('2026-12-01');
  });
});
describe('missing numbers', () => {
  it('are told as runs', () => {
    expect(runs([9, 3, 4, 5, 4])).toEqual([{ from: 3, until: 5 }, { from: 9, until: 9 }]);
    expect(runs([])).toEqual([]);
  });
});
