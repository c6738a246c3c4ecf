// SPDX-License-Identifier: Apache-2.0
import type { DocumentSummary } from '@/api/types';

export type Status = 'waiting' | 'partly' | 'approved' | 'no_plan' | 'no_tasks' | 'replaced';

/** Where a document stands, in one word for the list. */
export function statusOf(document: Pick<DocumentSummary, 'kind' | 'task_count' | 'approved_count' | 'superseded_by'>): Status {
  if (document.task_count === 0) return document.kind === 'other' ? 'no_plan' : 'no_tasks';
  if (document.superseded_by) return 'replaced';
  if (document.approved_count === 0) return 'waiting';
  return document.approved_count < document.task_count ? 'partly' : 'approved';
}

export const statusTone: Record<Status, string> = {
  waiting: 'warn', partly: 'main', approved: 'good', no_plan: '', no_tasks: '', replaced: '',
};
