// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { IndicatorRow } from '@/api/types';
import { silent } from './silent';

const value = (standing: string): unknown => ({ standing, text: '' });
const row = (changed: object): IndicatorRow => ({ kind: 'entered', value: value('not_entered'), previous: value('not_entered'), targets: [], reported: null, ...changed }) as unknown as IndicatorRow;

it('is silent only where there is nothing to tell', () => {
  expect(silent(row({}))).toBe(true);
  for (const changed of [{ kind: 'share', value: value('not_applicable') }, { value: value('value') }, { previous: value('value') }, { targets: [{ target_id: 't' }] }, { reported: { value: '7' } }]) expect(silent(row(changed))).toBe(false);
});
