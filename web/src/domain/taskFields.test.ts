// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { changedFields, copyTask, emptyTask, type EditableTask } from './taskFields';

const task: EditableTask = { ...emptyTask('一、全面履职', null), number: '1', title: '公开清单', text: '公布清单', lead: [{ text: '县司法局', unit_ids: ['sfj'] }] };

describe('changedFields', () => {
  it('is empty when nothing changed', () => {
    expect(changedFields(task, copyTask(task))).toEqual({});
  });
  it('turns blank words into null, but never the text', () => {
    expect(changedFields(task, { ...copyTask(task), title: '  ', text: ' 公布权责清单 ' })).toEqual({ title: null, text: '公布权责清单' });
  });
  it('leaves empty lines out and keeps untouched units as they were', () => {
    const edited = copyTask(task);
    edited.lead = [...edited.lead, { text: ' ' }, { text: '县信访局' }];
    expect(changedFields(task, edited)).toEqual({ lead: [{ text: '县司法局', unit_ids: ['sfj'] }, { text: '县信访局' }] });
  });
});
