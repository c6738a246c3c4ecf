// SPDX-License-Identifier: Apache-2.0
import { request, upload, url } from './client';
import type { ExportQuery, Facets, LedgerImport, LedgerPage, LedgerQuery, TaskDetail, TaskFields } from './types';

export type LedgerFilter = Omit<LedgerQuery, 'cursor' | 'limit' | 'sort'>;

export const ledger = {
  list: (query: LedgerQuery, signal?: AbortSignal) =>
    request<LedgerPage>('GET', '/api/ledger', { query: { ...query }, ...(signal ? { signal } : {}) }),
  facets: (filter: LedgerFilter, signal?: AbortSignal) =>
    request<Facets>('GET', '/api/ledger/facets', { query: { ...filter }, ...(signal ? { signal } : {}) }),
  exportUrl: (query: ExportQuery) => url('/api/ledger/export', { ...query }),
  import: (file: File, apply: boolean, onProgress: (part: number) => void) =>
    upload<LedgerImport>('/api/ledger/imports', { name: file.name, apply }, file, onProgress),
  task: (id: string, signal?: AbortSignal) =>
    request<TaskDetail>('GET', `/api/tasks/${encodeURIComponent(id)}`, signal ? { signal } : {}),
  correct: (id: string, fields: TaskFields, reason: string) =>
    request<TaskDetail>('POST', `/api/tasks/${encodeURIComponent(id)}/corrections`, { json: { fields, reason } }),
};
