// SPDX-License-Identifier: Apache-2.0
// The same matter at many units is one line for whoever reads one page.
import type { LeaderItem } from '@/api/types';

/** `count`: deadlines that stand on its line. */
export interface Matter { first: LeaderItem; units: string[]; count: number }

export function grouped(items: readonly LeaderItem[]): Matter[] {
  const found = new Map<string, Matter>();
  for (const item of items) {
    const key = [item.register, item.title, item.due_on, item.clock_title].join('\n');
    const known = found.get(key);
    if (known === undefined) {
      found.set(key, { first: item, units: item.unit_name ? [item.unit_name] : [], count: 1 });
      continue;
    }
    ++known.count;
    if (item.unit_name && !known.units.includes(item.unit_name)) known.units.push(item.unit_name);
  }
  return [...found.values()];
}

/** Of `total` deadlines, those on none of the lines that are shown. */
export function left(total: number, shown: readonly Matter[]): number {
  return shown.reduce((rest, matter) => rest - matter.count, total);
}
