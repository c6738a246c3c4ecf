// SPDX-License-Identifier: Apache-2.0
import type { Breach } from '@/api/types';

/** Whether a record would have breached more, less, or otherwise. */
export function changeOf(before: readonly Breach[], after: readonly Breach[]): 'more' | 'fewer' | 'other' {
  if (after.length > before.length) return 'more';
  return after.length < before.length ? 'fewer' : 'other';
}
