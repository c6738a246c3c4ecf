// SPDX-License-Identifier: Apache-2.0
import { request, upload, url } from './client';
import type { Change, ChangeResult, Comparison, DocumentPage, Draft, Links } from './types';

const one = (id: string) => `/api/documents/${encodeURIComponent(id)}`;

export interface ImportOptions {
  name: string;
  pasted?: boolean;
  supersedes?: string;
  higher?: string;
}
export type Approval = { all: true } | { area: string } | { task_ids: string[] };

export const documents = {
  list: (cursor: string | null, signal?: AbortSignal) =>
    request<DocumentPage>('GET', '/api/documents', { query: { cursor, limit: 100 }, ...(signal ? { signal } : {}) }),
  get: (id: string, signal?: AbortSignal) => request<Draft>('GET', one(id), signal ? { signal } : {}),
  import: (body: Blob, options: ImportOptions, onProgress: (part: number) => void) =>
    upload<Draft>('/api/documents', { ...options }, body, onProgress),
  discard: (id: string) => request<void>('DELETE', one(id)),
  fileUrl: (id: string) => url(`${one(id)}/file`),
  change: (id: string, change: Change) => request<ChangeResult>('POST', `${one(id)}/changes`, { json: change }),
  approve: (id: string, revision: number, which: Approval) =>
    request<ChangeResult>('POST', `${one(id)}/approvals`, { json: { revision, ...which } }),
  withdraw: (id: string, revision: number, taskIds: string[]) =>
    request<ChangeResult>('POST', `${one(id)}/withdrawals`, { json: { revision, task_ids: taskIds } }),
  compare: (id: string, other: string | null, signal?: AbortSignal) =>
    request<Comparison>('GET', `${one(id)}/comparison`, { query: { with: other }, ...(signal ? { signal } : {}) }),
  links: (id: string, higher: string | null, signal?: AbortSignal) =>
    request<Links>('GET', `${one(id)}/links`, { query: { higher }, ...(signal ? { signal } : {}) }),
  confirmLink: (task: string, higher: string) =>
    request<void>('PUT', `/api/links/${encodeURIComponent(task)}/${encodeURIComponent(higher)}`),
  removeLink: (task: string, higher: string) =>
    request<void>('DELETE', `/api/links/${encodeURIComponent(task)}/${encodeURIComponent(higher)}`),
};
