// SPDX-License-Identifier: Apache-2.0
import { request, upload, url } from './client';
import type { Attachment, RecordDetail, RecordPage, RecordQuery } from './types';

export type Fields = Record<string, unknown>;
export interface StepBody { step: string; on?: string | null; fields: Fields; outside_reason?: string | null }
export interface StepDay { index: number; on: string }
const record = (id: string): string => `/api/records/${encodeURIComponent(id)}`;
const signalled = (signal?: AbortSignal): { signal?: AbortSignal } => (signal ? { signal } : {});

export const records = {
  list: (register: string, query: RecordQuery, signal?: AbortSignal) =>
    request<RecordPage>('GET', `/api/registers/${encodeURIComponent(register)}/records`, { query: { ...query }, ...signalled(signal) }),
  open: (register: string, body: StepBody) =>
    request<RecordDetail>('POST', `/api/registers/${encodeURIComponent(register)}/records`, { json: body }),
  get: (id: string, asOf: string | null, signal?: AbortSignal) =>
    request<RecordDetail>('GET', record(id), { query: { as_of: asOf }, ...signalled(signal) }),
  step: (id: string, revision: number, body: StepBody) => request<RecordDetail>('POST', `${record(id)}/steps`, { json: { revision, ...body } }),
  correct: (id: string, revision: number, fields: Fields, steps: StepDay[], reason: string) =>
    request<RecordDetail>('POST', `${record(id)}/corrections`, { json: { revision, fields, steps, reason } }),
  annul: (id: string, revision: number, reason: string) => request<RecordDetail>('POST', `${record(id)}/annulments`, { json: { revision, reason } }),
  attach: (file: File, onProgress: (part: number) => void) => upload<Attachment>('/api/files', { name: file.name }, file, onProgress, 'PUT'),
  fileUrl: (file: { sm3: string; name: string }) => url(`/api/files/${file.sm3}`, { name: file.name }),
};
