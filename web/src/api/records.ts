// SPDX-License-Identifier: Apache-2.0
import { request, upload, url } from './client';
import type { Attachment, DossierIndex, DuePage, NumberSeries, RecordDetail, RecordEvent, RecordPage, RecordQuery } from './types';

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
  erase: (id: string, revision: number, reason: string) => request<RecordDetail>('POST', `${record(id)}/erasures`, { json: { revision, reason } }),
  move: (id: string, revision: number, reason: string) => request<RecordDetail>('POST', `${record(id)}/moves`, { json: { revision, reason } }),
  look: (id: string, reason: string) => request<{ record_id: string; fields: Fields }>('POST', `${record(id)}/looks`, { json: { reason }, once: false }),
  dossier: (id: string, signal?: AbortSignal) => request<DossierIndex>('GET', `${record(id)}/dossier/index`, signalled(signal)),
  numbers: (register: string, signal?: AbortSignal) =>
    request<{ items: NumberSeries[] }>('GET', `/api/registers/${encodeURIComponent(register)}/numbers`, signalled(signal)),
  days: (from: string, until: string, signal?: AbortSignal) => request<DuePage>('GET', '/api/work/days', { query: { from, until }, ...signalled(signal) }),
  /** Everything recorded of a record, oldest first, however many pages that takes. */
  events: async (id: string, signal?: AbortSignal): Promise<RecordEvent[]> => {
    const found: RecordEvent[] = [];
    for (let after: number | null = 0; after !== null;) {
      const page: { events: RecordEvent[]; next_after: number | null } = await request('GET', `${record(id)}/events`, { query: { after, limit: 200 }, ...signalled(signal) });
      found.push(...page.events);
      after = page.next_after;
    }
    return found;
  },
  attach: (file: File, onProgress: (part: number) => void) => upload<Attachment>('/api/files', { name: file.name }, file, onProgress, 'PUT'),
  fileUrl: (file: { sm3: string; name: string }) => url(`/api/files/${file.sm3}`, { name: file.name }),
};
