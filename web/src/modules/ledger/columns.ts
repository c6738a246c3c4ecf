// SPDX-License-Identifier: Apache-2.0
import { ref, watch } from 'vue';

export const columnNames = ['number', 'area', 'objective', 'task', 'lead', 'responsible', 'supporting', 'deadlines', 'targets', 'document', 'progress'] as const;
export type Column = (typeof columnNames)[number];
const usual: Column[] = ['number', 'area', 'objective', 'task', 'lead', 'responsible', 'supporting', 'deadlines'];
const storeKey = 'plumbline.ledger.columns';

function remembered(): Column[] {
  try {
    const found = JSON.parse(localStorage.getItem(storeKey) ?? 'null') as unknown;
    if (!Array.isArray(found)) return usual;
    const known = columnNames.filter((name) => found.includes(name));
    return known.includes('task') ? known : usual;
  } catch {
    return usual;
  }
}

/** Columns shown, remembered in this browser; the task itself is always there. */
export function useColumns() {
  const columns = ref<Column[]>(remembered());
  watch(columns, (now) => {
    try {
      localStorage.setItem(storeKey, JSON.stringify(now));
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  });
  const toggle = (name: Column): void => {
    columns.value = columnNames.filter((one) => (one === name ? !columns.value.includes(one) : columns.value.includes(one)));
  };
  return { columns, toggle, reset: () => { columns.value = [...usual]; } };
}
