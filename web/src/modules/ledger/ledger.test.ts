// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { LedgerTask } from '@/api/types';
import { changeQuery, readFilter } from './filter';
import { mergeRows } from './spans';

describe('filter', () => {
  it('reads what the server understands and leaves the rest out', () => {
    expect(readFilter({ q: '清单', role: 'lead', unit: 'sfj', due_from: '2025-01-01', due_until: 'soon', deadline_kind: 'never', other: 'x' }))
      .toEqual({ q: '清单', role: 'lead', unit: 'sfj', due_from: '2025-01-01' });
  });
  it.each([
    [{ area: '一', objective: '甲' }, { area: '二' }, { area: '二' }],
    [{ unit: 'sfj', role: 'lead', q: 'x' }, { unit: null }, { q: 'x' }],
    [{ q: 'x' }, { q: '' }, {}],
    [{ area: '一' }, { area: '一', objective: '乙' }, { area: '一', objective: '乙' }],
  ])('%o changed by %o', (before, change, after) => {
    expect(changeQuery(before, change)).toEqual(after);
  });
});

it('merges cells of neighbours only', () => {
  const row = (document: string, area: string, objective: string | null): LedgerTask => ({ document_id: document, area, objective }) as unknown as LedgerTask;
  const rows = mergeRows([row('d', '一', '甲'), row('d', '一', '甲'), row('d', '一', '乙'), row('d', '二', '乙'), row('e', '二', '乙')]);
  expect(rows.map(({ areaRows, objectiveRows }) => [areaRows, objectiveRows])).toEqual([[3, 2], [0, 0], [0, 1], [1, 1], [1, 1]]);
});
