// SPDX-License-Identifier: Apache-2.0
import { request } from './client';
import type { CalendarYear, DueQuery, Notice, NoticeReading, NoticeResult, Receipt } from './types';

export interface YearQuery { year: number; jurisdiction: string; known_on: string }
export interface NoticeText { text: string; kind: 'text' | 'table'; year: number; jurisdiction?: string }

export const calendar = {
  year: (query: YearQuery, signal?: AbortSignal) =>
    request<CalendarYear>('GET', '/api/calendar', { query: { ...query }, ...(signal ? { signal } : {}) }),
  due: (query: DueQuery) => request<Receipt>('GET', '/api/calendar/due', { query: { ...query } }),
  read: (body: NoticeText) => request<NoticeReading>('POST', '/api/calendar/read', { json: body, once: false }),
  record: (notice: Notice, dryRun: boolean) =>
    request<NoticeResult>('POST', '/api/calendar/notices', { query: { dry_run: dryRun }, json: { notice } }),
};
