// SPDX-License-Identifier: Apache-2.0
import type { IndicatorRow } from '@/api/types';

/** A number from elsewhere that has no value yet, had none before, and that no target or older report asks for. */
export function silent(row: IndicatorRow): boolean {
  return row.kind === 'entered' && row.value.standing === 'not_entered' && row.previous.standing === 'not_entered' && row.targets.length === 0 && row.reported === null;
}
