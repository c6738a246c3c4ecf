// SPDX-License-Identifier: Apache-2.0
// What a person enters in a score sheet, item by item, and what is sent of it.
import type { AssessmentSheet, SheetItem } from '@/api/types';
import { exactNumber } from '@/domain/record/values';

export type Mode = 'self_score' | 'verify' | 'appeal' | 'decide_appeal';
export interface Paper { sm3: string; name: string; size?: number }
export interface Entry { marks: string; note: string; papers: Paper[]; granted: boolean }
export type Entries = Record<string, Entry>;

export const itemsOf = (sheet: AssessmentSheet): SheetItem[] => sheet.areas.flatMap((area) => area.objectives.flatMap((objective) => objective.items));

/** The items that a step asks about. */
export function askedBy(mode: Mode, items: readonly SheetItem[]): SheetItem[] {
  const judged = items.filter((one) => one.applies && one.item.automatic === null);
  if (mode === 'appeal') return judged.filter((one) => one.verified !== null);
  return mode === 'decide_appeal' ? judged.filter((one) => one.appeal !== null) : judged;
}

/** What stood there before, so that nobody types twice. */
export function startOf(mode: Mode, one: SheetItem): Entry {
  const empty = { marks: '', note: '', papers: [], granted: false };
  if (mode === 'self_score') return { ...empty, marks: one.self?.marks ?? '', note: one.self?.note ?? '', papers: [...(one.self?.evidence ?? [])] };
  if (mode === 'verify') return { ...empty, marks: one.verified?.marks ?? one.self?.marks ?? '', note: one.verified?.note ?? '' };
  return mode === 'decide_appeal' ? { ...empty, marks: one.verified?.marks ?? '' } : empty;
}
export const entriesOf = (mode: Mode, items: readonly SheetItem[]): Entries => Object.fromEntries(askedBy(mode, items).map((one) => [one.item.id, startOf(mode, one)]));

/** Marks must be a number between nothing and what the item has. */
export function wrongMarks(one: SheetItem, marks: string): boolean {
  if (marks.trim() === '') return false;
  const value = exactNumber(marks);
  return typeof value !== 'number' || value < 0 || value > Number(one.item.marks);
}

/** Rows as the register has them; items without an answer are left out, except where every one must be answered. */
export function rowsOf(mode: Mode, items: readonly SheetItem[], entries: Entries): Record<string, unknown> {
  const rows = askedBy(mode, items).flatMap((one) => {
    const entry = entries[one.item.id];
    if (entry === undefined || (entry.marks.trim() === '' && entry.note.trim() === '')) return [];
    const marks = entry.marks.trim() === '' ? {} : { marks: exactNumber(entry.marks) };
    const papers = { ...(entry.papers[0] ? { evidence: entry.papers[0] } : {}), ...(entry.papers[1] ? { more_evidence: entry.papers[1] } : {}) };
    const item = one.item.id;
    if (mode === 'self_score') return [{ item, ...marks, ...(entry.note ? { note: entry.note } : {}), ...papers }];
    if (mode === 'verify') return [{ item, ...marks, ...(entry.note ? { note: entry.note } : {}) }];
    if (mode === 'appeal') return [{ item, ...(entry.marks.trim() === '' ? {} : { wanted: exactNumber(entry.marks) }), reason: entry.note, ...(entry.papers[0] ? { evidence: entry.papers[0] } : {}) }];
    return [{ item, granted: entry.granted, ...marks, reason: entry.note }];
  });
  return { [{ self_score: 'self_scores', verify: 'verified_scores', appeal: 'appeals', decide_appeal: 'appeal_decisions' }[mode]]: rows };
}
