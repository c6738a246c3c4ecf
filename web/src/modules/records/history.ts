// SPDX-License-Identifier: Apache-2.0
// The entries of a record as a story: who did what, and for each what stood there before.
import type { RecordEvent, RegisterDeclaration, RegisterField } from '@/api/types';
import { isEmpty, type Fields } from '@/domain/record/values';

export interface FieldChange { field: RegisterField; before: unknown; after: unknown }
export interface DateChange { title: string; which: string; before: string | null; after: string | null }
export type EntryKind = 'step' | 'corrected' | 'annulled' | 'recomputed' | 'moved' | 'child' | 'erased' | 'other';
export interface Entry {
  sequence: number;
  kind: EntryKind;
  step: string;
  title: string;
  on: string;
  at: string;
  actor: string;
  reason: string;
  outside: string;
  deemed: boolean;
  /** A later entry took it back. */
  taken_back: boolean;
  changes: FieldChange[];
  days: DateChange[];
  dates: DateChange[];
}
interface Payload {
  step?: string; on?: string; state?: string; fields?: Fields; before?: Fields | string; outside_reason?: string; deemed?: boolean; reason?: string; rules?: string; cause?: string;
  days?: { step: string; index: number; before: string; after: string }[];
  changes?: { clock: string; which: string; before: string | null; after: string | null }[];
  title?: string; unit?: string; record_id?: string; items?: string[];
}
const kinds: Record<string, EntryKind> = { step_taken: 'step', record_corrected: 'corrected', step_annulled: 'annulled', clocks_recomputed: 'recomputed', record_moved: 'moved', child_changed: 'child', personal_data_erased: 'erased' };

/** A personal value stands in an entry only under seal. */
export function isSealed(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'sealed' in value;
}
const same = (a: unknown, b: unknown): boolean => (isEmpty(a) && isEmpty(b)) || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export function story(events: readonly RecordEvent[], declared: RegisterDeclaration): Entry[] {
  const values: Fields = {};
  const entries: Entry[] = [];
  const stepTitle = (id: string | undefined): string => declared.steps.find((one) => one.id === id)?.title ?? id ?? '';
  const clockTitle = (id: string): string => declared.clocks.find((one) => one.id === id)?.title ?? id;
  for (const event of events) {
    const payload = event.payload as Payload;
    const kind = kinds[event.type] ?? 'other';
    const changes: FieldChange[] = [];
    if (kind === 'step' || kind === 'corrected' || kind === 'annulled') {
      const told = kind === 'corrected' && typeof payload.before === 'object' ? payload.before : null;
      for (const [id, after] of Object.entries(payload.fields ?? {})) {
        const field = declared.fields.find((one) => one.id === id);
        const before = told && id in told ? told[id] : values[id];
        if (field && !same(before, after)) changes.push({ field, before: before ?? null, after });
        values[id] = after;
      }
    }
    if (kind === 'annulled') {
      const last = [...entries].reverse().find((one) => one.kind === 'step' && !one.taken_back);
      if (last) last.taken_back = true;
    }
    entries.push({
      sequence: event.sequence, kind, step: payload.step ?? '', at: event.recorded_at, actor: event.actor,
      title: kind === 'child' ? (payload.title ?? '') : stepTitle(payload.step), on: payload.on ?? '',
      reason: payload.reason ?? '', outside: payload.outside_reason ?? '', deemed: payload.deemed ?? false, taken_back: false, changes,
      days: (payload.days ?? []).map((one) => ({ title: stepTitle(one.step), which: '', before: one.before, after: one.after })),
      dates: (payload.changes ?? []).map((one) => ({ title: clockTitle(one.clock), which: one.which.replace(/_on$/, ''), before: one.before, after: one.after })),
    });
  }
  return entries;
}
/** Articles behind a step: of its conditions and of the clocks that it starts. */
export function articlesOf(declared: RegisterDeclaration, step: string): string[] {
  const found = declared.steps.find((one) => one.id === step);
  if (!found) return [];
  const clocks = declared.clocks.filter((one) => found.starts.includes(one.id)).flatMap((one) => [one.minimum, one.maximum].flatMap((value) => (value ? [value.cite.words] : [])));
  return [...new Set([...found.gates.filter((one) => one.in_force && one.cite).map((one) => one.cite?.words ?? ''), ...clocks])].filter(Boolean);
}
