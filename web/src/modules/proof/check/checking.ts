// SPDX-License-Identifier: Apache-2.0
// What is checked, one step after the other. Nothing the server says is believed: it only delivers what goes into the
// arithmetic. A step says what was found; a bad one ends the list.
import type { ProofApi } from '@/api/proof';
import type { Checkpoint, ProofEntry } from '@/api/types';
import { hexOf, joined, keyIdOf, type Crypto } from './crypto';
import { parseNote, type Note } from './note';
import type { Remembered } from './remembered';
import { extends_, includes, leafOf } from './tree';

export type Tone = 'good' | 'warn' | 'bad';
export interface Step {
  /** proof.step.<id> */
  id: string;
  tone: Tone;
  args: Record<string, string | number>;
}
const step = (id: string, tone: Tone, args: Step['args'] = {}): Step => ({ id, tone, args });
export const failed = (steps: Step[]): boolean => steps.some((one) => one.tone === 'bad');

const signs = (crypto: Crypto, point: string, note: Note): boolean => keyIdOf(crypto, point) === note.keyId && crypto.verifies(note.signedText, note.signature, point);

export interface Seen {
  steps: Step[];
  note: Note | null;
  point: string | null;
}

/** That the journal now continues the journal of `older`. */
async function continues(api: ProofApi, crypto: Crypto, older: Note, newer: Note): Promise<boolean> {
  const answer = await api.consistency(older.size, newer.size);
  return extends_(crypto.hash, older.size, newer.size, older.root, newer.root, answer.path);
}

/** The checkpoint itself: its text, its signature, and that it continues what this browser saw last. */
export async function checkCheckpoint(api: ProofApi, crypto: Crypto, checkpoint: Checkpoint, last: Remembered | null): Promise<Seen> {
  const note = parseNote(checkpoint.note);
  if (!note) return { steps: [step('note_unreadable', 'bad')], note: null, point: null };
  const point = checkpoint.key?.point ?? last?.point ?? null;
  const seen: Seen = { steps: [], note, point };
  if (point === null) seen.steps.push(step('no_key', 'warn', { key: note.keyId }));
  else if (signs(crypto, point, note)) seen.steps.push(step('signature', 'good', { key: note.keyId }));
  else return { ...seen, steps: [step('signature_wrong', 'bad', { key: note.keyId })] };
  const before = last ? parseNote(last.note) : null;
  if (!last || !before) {
    seen.steps.push(step('first_visit', 'warn'));
    return seen;
  }
  if (point !== null && point !== last.point) seen.steps.push(step('key_changed', 'warn', { before: before.keyId, now: note.keyId }));
  if (before.authority !== note.authority) seen.steps.push(step('other_authority', 'warn', { before: before.authority }));
  else if (before.size > note.size) seen.steps.push(step('shorter', 'bad', { before: before.size, now: note.size }));
  else if (await continues(api, crypto, before, note)) seen.steps.push(step('continues', 'good', { before: before.size, now: note.size }));
  else seen.steps.push(step('rewritten', 'bad', { before: before.size }));
  return seen;
}

/** A checkpoint that somebody kept or published, against the journal of today. */
export async function checkPublished(api: ProofApi, crypto: Crypto, pasted: string, seen: Seen): Promise<Step[]> {
  const now = seen.note;
  const point = seen.point;
  if (!now || failed(seen.steps)) return [step('checkpoint_bad', 'bad')];
  const note = parseNote(pasted);
  if (!note) return [step('pasted_unreadable', 'bad')];
  if (note.authority !== now.authority) return [step('pasted_other', 'bad', { authority: note.authority })];
  const steps: Step[] = [];
  if (note.keyId !== now.keyId || point === null) steps.push(step('pasted_key', 'warn', { key: note.keyId }));
  else if (signs(crypto, point, note)) steps.push(step('pasted_signature', 'good', { at: note.signedAt }));
  else return [step('pasted_signature_wrong', 'bad')];
  if (note.size > now.size) steps.push(step('shorter', 'bad', { before: note.size, now: now.size }));
  else if (await continues(api, crypto, note, now)) steps.push(step('pasted_continues', 'good', { before: note.size, now: now.size }));
  else steps.push(step('rewritten', 'bad', { before: note.size }));
  return steps;
}

function sequenceOf(canonical: string): unknown {
  try {
    return (JSON.parse(canonical) as { sequence?: unknown }).sequence;
  } catch {
    return null;
  }
}

/** One entry: its content, its place, and that the checkpoint covers it. A checkpoint that failed covers nothing. */
export async function checkEntry(api: ProofApi, crypto: Crypto, sequence: number, seen: Seen): Promise<{ steps: Step[]; entry: ProofEntry | null }> {
  const now = seen.note;
  if (!now || failed(seen.steps)) return { steps: [step('checkpoint_bad', 'bad')], entry: null };
  const entry = await api.entry(sequence);
  if (sequenceOf(entry.canonical) !== sequence) return { steps: [step('entry_other', 'bad', { n: sequence })], entry };
  const text = new TextEncoder();
  const computed = hexOf(crypto.hash(joined(text.encode(entry.previous_hash), text.encode(entry.canonical))));
  if (computed !== entry.hash) return { steps: [step('entry_changed', 'bad', { n: sequence })], entry };
  const steps = [step('entry_hash', 'good', { hash: computed })];
  if (sequence > now.size) return { steps: [...steps, step('entry_newer', 'warn', { size: now.size })], entry };
  const { path } = await api.inclusion(sequence, now.size);
  const good = includes(crypto.hash, leafOf(crypto.hash, computed), sequence - 1, now.size, path, now.root);
  if (good && seen.steps.some((one) => one.id === 'no_key')) steps.push(step('entry_unsigned', 'warn'));
  steps.push(good ? step('entry_included', 'good', { size: now.size, steps: path.length }) : step('entry_not_included', 'bad', { n: sequence }));
  return { steps, entry };
}

