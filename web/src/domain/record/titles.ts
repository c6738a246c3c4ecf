// SPDX-License-Identifier: Apache-2.0
// Titles of records that fields name, read once; a record that the person does not see stays an id.
import { shallowRef } from 'vue';
import { records } from '@/api/records';

interface Known { title: string; register: string }
const known = shallowRef(new Map<string, Known | null>());
const asked = new Set<string>();

export function titles(ids: readonly string[]): void {
  for (const id of ids) {
    if (asked.has(id)) continue;
    asked.add(id);
    records.get(id, null)
      .then((found): Known | null => ({ title: found.title, register: found.register }), () => null)
      .then((found) => { known.value = new Map(known.value).set(id, found); });
  }
}
export const titleOf = (id: string): string => known.value.get(id)?.title || id;
export const placeOf = (id: string): string | null => {
  const found = known.value.get(id);
  return found ? `/registers/${encodeURIComponent(found.register)}/${encodeURIComponent(id)}` : null;
};
