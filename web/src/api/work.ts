// SPDX-License-Identifier: Apache-2.0
// What the signed-in person has to do, and how it is told outside the page.
import { request } from './client';
import type { DigestPage, WorkPage } from './types';

export const work = {
  list: (register: string, cursor: string | null, signal?: AbortSignal) => request<WorkPage>('GET', '/api/work', { query: { register, cursor, limit: 50 }, ...(signal ? { signal } : {}) }),
  digests: (limit: number) => request<DigestPage>('GET', '/api/digests', { query: { limit } }),
  address: () => request<{ made_at: string | null }>('GET', '/api/calendar_address'),
  makeAddress: () => request<{ path: string }>('PUT', '/api/calendar_address'),
  revokeAddress: () => request<void>('DELETE', '/api/calendar_address'),
};
