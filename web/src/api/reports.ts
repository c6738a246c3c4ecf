// SPDX-License-Identifier: Apache-2.0
// Reports with live figures: written, checked, signed, filed.
import { request, upload, url } from './client';
import type { BaselineDetail, ReportDetail, ReportPreview, ReportTemplate } from './types';

export interface ChapterText { chapter: string; text: string }
export interface Heading { title?: string; number?: string; addressee?: string; as_of?: string }
const report = (id: string): string => `/api/reports/${encodeURIComponent(id)}`;
const signalled = (signal?: AbortSignal): { signal?: AbortSignal } => (signal ? { signal } : {});

export const reports = {
  templates: (signal?: AbortSignal) => request<{ items: ReportTemplate[] }>('GET', '/api/report_templates', signalled(signal)),
  begin: (template: string, year: number, unit: string, contributors: string[]) => request<ReportDetail>('POST', '/api/reports', { json: { template, year, ...(unit ? { unit } : {}), ...(contributors.length > 0 ? { contributors } : {}) } }),
  get: (id: string, signal?: AbortSignal) => request<ReportDetail>('GET', report(id), signalled(signal)),
  revise: (id: string, revision: number, chapters: ChapterText[], heading: Heading) => request<ReportDetail>('PUT', `${report(id)}/chapters`, { json: { revision, chapters, ...heading } }),
  mergeParts: (id: string, revision: number) => request<ReportDetail>('POST', `${report(id)}/parts`, { json: { revision } }),
  preview: (id: string, text: string, signal?: AbortSignal) => request<ReportPreview>('POST', `${report(id)}/preview`, { json: { text }, once: false, ...signalled(signal) }),
  sign: (id: string, revision: number, over: string[], signedBy: string) => request<ReportDetail>('POST', `${report(id)}/signature`, { json: { revision, over, ...(signedBy ? { signed_by: signedBy } : {}) } }),
  check: (id: string) => request<{ same: boolean; files: { format: string; filed: string; made: string }[] }>('GET', `${report(id)}/check`),
  paperAddress: (id: string, format: 'docx' | 'html' | 'xlsx') => url(`${report(id)}/paper`, { format }),
  readBaseline: (file: File, year: number, onProgress: (part: number) => void) => upload<BaselineDetail>('/api/baselines', { name: file.name, year }, file, onProgress),
};
