// SPDX-License-Identifier: Apache-2.0
// Saved views of a register's list: the query of the page under a name.
import { request } from './client';
import type { SaveView, View } from './types';

export const views = {
  list: (register: string, signal?: AbortSignal) => request<{ items: View[] }>('GET', '/api/views', { query: { register }, ...(signal ? { signal } : {}) }),
  save: (view: SaveView) => request<View>('POST', '/api/views', { json: view }),
  remove: (id: string) => request<void>('DELETE', `/api/views/${encodeURIComponent(id)}`),
};
