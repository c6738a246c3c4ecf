// SPDX-License-Identifier: Apache-2.0
// What is asked of the numbers stands in the address: it can be kept, sent and come back to.
import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { Asked } from '@/api/indicators';

const names = ['on', 'known_on', 'period', 'unit', 'unit_kind', 'part'] as const;

export function askedFrom(query: Record<string, unknown>): Asked {
  const asked: Asked = {};
  for (const name of names) {
    const value = query[name];
    if (typeof value === 'string' && value !== '') asked[name] = value;
  }
  if (query['below'] === 'true') asked.below = true;
  if (query['structure'] === 'now') asked.structure = 'now';
  return asked;
}

export function queryOf(asked: Asked): Record<string, string> {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined && value !== '' && value !== false && value !== 'then').map(([name, value]) => [name, String(value)]));
}

export interface AskedState {
  asked: ComputedRef<Asked>;
  query: ComputedRef<Record<string, string>>;
  change: (patch: Partial<Asked>) => void;
}

/** `keep`: other members of the address that stay when something is asked anew. */
export function useAsked(keep: readonly string[] = []): AskedState {
  const route = useRoute();
  const router = useRouter();
  const asked = computed(() => askedFrom(route.query));
  const query = computed(() => queryOf(asked.value));
  function change(patch: Partial<Asked>): void {
    const kept = Object.fromEntries(keep.flatMap((name) => (typeof route.query[name] === 'string' ? [[name, route.query[name]]] : [])));
    void router.replace({ query: { ...kept, ...queryOf({ ...asked.value, ...patch }) } });
  }
  return { asked, query, change };
}
