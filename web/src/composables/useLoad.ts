// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue';

export interface Load<T> {
  data: ShallowRef<T | null>;
  error: ShallowRef<unknown>;
  loading: Ref<boolean>;
  reload: () => Promise<void>;
}

/** One reading: the newest call wins, an older one is cancelled; the last good data stays while it runs. */
export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>): Load<T> {
  const data = shallowRef<T | null>(null);
  const error = shallowRef<unknown>(null);
  const loading = ref(false);
  let running: AbortController | null = null;

  async function reload(): Promise<void> {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    loading.value = true;
    try {
      const result = await read(mine.signal);
      if (running !== mine) return;
      data.value = result;
      error.value = null;
    } catch (caught) {
      if (running !== mine) return;
      error.value = caught;
    }
    loading.value = false;
  }

  onScopeDispose(() => {
    const last = running;
    running = null;
    last?.abort();
  });
  return { data, error, loading, reload };
}
