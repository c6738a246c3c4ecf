// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { RecordClock } from '@/api/types';
import { movedDates } from './moved';

const clock = (id: string, due: string | null, earliest: string | null = null): RecordClock =>
  ({ clock: id, title: id, due: due === null ? null : { on: due }, earliest: earliest === null ? null : { on: earliest }, target: null }) as unknown as RecordClock;

describe('moved dates', () => {
  it('are those that differ, those that came and those that went', () => {
    expect(movedDates([clock('reply', '2026-09-29'), clock('gone', '2026-10-01')], [clock('reply', '2026-10-08'), clock('new', null, '2026-11-02')])).toEqual([
      { clock: 'reply', title: 'reply', bound: 'due', from: '2026-09-29', to: '2026-10-08' },
      { clock: 'gone', title: 'gone', bound: 'due', from: '2026-10-01', to: null },
      { clock: 'new', title: 'new', bound: 'earliest', from: null, to: '2026-11-02' },
    ]);
  });
  it('are none where nothing moved', () => {
    expect(movedDates([clock('reply', '2026-09-29')], [clock('reply', '2026-09-29')])).toEqual([]);
  });
});
