// SPDX-License-Identifier: Apache-2.0
// Systems of assessment, score sheets, ranking.
import { request, url } from './client';
import type { AssessmentRound, AssessmentSheet, EditionChanges, EditionDetail, EditionSummary } from './types';

const edition = (id: string): string => `/api/assessments/${encodeURIComponent(id)}`;
const sheet = (id: string): string => `/api/assessment_sheets/${encodeURIComponent(id)}`;
const signalled = (signal?: AbortSignal): { signal?: AbortSignal } => (signal ? { signal } : {});

export const assessment = {
  editions: (signal?: AbortSignal) => request<{ items: EditionSummary[] }>('GET', '/api/assessments', signalled(signal)),
  edition: (id: string, signal?: AbortSignal) => request<EditionDetail>('GET', edition(id), signalled(signal)),
  changes: (id: string, signal?: AbortSignal) => request<EditionChanges>('GET', `${edition(id)}/changes`, signalled(signal)),
  round: (id: string, signal?: AbortSignal) => request<AssessmentRound>('GET', `${edition(id)}/round`, signalled(signal)),
  openRound: (id: string) => request<AssessmentRound>('POST', `${edition(id)}/round`),
  exportAddress: (id: string, format: 'xlsx' | 'csv') => url(`${edition(id)}/export`, { format }),
  sheet: (id: string, signal?: AbortSignal) => request<AssessmentSheet>('GET', sheet(id), signalled(signal)),
  take: (id: string, revision: number, step: string, fields: Record<string, unknown>) => request<AssessmentSheet>('POST', `${sheet(id)}/steps`, { json: { revision, step, fields } }),
  settle: (id: string, revision: number) => request<AssessmentSheet>('POST', `${sheet(id)}/settlement`, { json: { revision } }),
};
