// SPDX-License-Identifier: Apache-2.0
// Lights of the records that one opened: their last days stand in the list of their register.
import { shallowRef } from 'vue';
import { records } from '@/api/records';
import { rules } from '@/api/rules';
import type { RecordDetail } from '@/api/types';
import { lightOf, type Lit } from './lights';
import { nearDays } from './nearDay';

export function useChildLights() {
  const lights = shallowRef(new Map<string, Lit>());

  async function read(record: RecordDetail, register: string): Promise<void> {
    const declared = await rules.register(register, null, null);
    const link = declared.fields.find((one) => one.type === 'record' && one.of === record.register && one.indexed === true);
    if (!link) return;
    const page = await records.list(register, { fields: JSON.stringify({ [link.id]: record.record_id }), limit: 500 });
    const near = await nearDays(declared, page.today);
    const now = new Map(lights.value);
    for (const row of page.items) now.set(row.record_id, lightOf(row, declared, page.today, near));
    lights.value = now;
  }
  /** Where it fails, done or not done is still told. */
  function load(record: RecordDetail): void {
    for (const register of new Set(record.children.map((one) => one.register))) void read(record, register).catch(() => undefined);
  }
  return { lights, load };
}
