// SPDX-License-Identifier: Apache-2.0
// Against the files that the C++ tests check too (src/proof/testdata/golden).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProofApi } from '@/api/proof';
import type { Checkpoint, CheckpointKey, ProofEntry } from '@/api/types';
import { checkCheckpoint, checkEntry, checkPublished, failed, type Seen, type Step } from './check/checking';
import { bytesOf, fromBase64, hexOf, keyIdOf, loadCrypto, type Crypto } from './check/crypto';
import { parseNote, type Note } from './check/note';
import { recall, remember } from './check/remembered';
import { extends_, includes, leafOf } from './check/tree';

interface Golden {
  entries: ProofEntry[];
  roots: string[];
  inclusion: { sequence: number; size: number; path: string[] }[];
  consistency: { from: number; to: number; path: string[] }[];
}
const folder = join(process.cwd(), '../src/proof/testdata/golden');
const golden = JSON.parse(readFileSync(join(folder, 'journal.json'), 'utf8')) as Golden;
const text = readFileSync(join(folder, 'note.txt'), 'utf8');
const key = JSON.parse(readFileSync(join(folder, 'key.json'), 'utf8')) as CheckpointKey;
const note = parseNote(text) as Note;
let crypto: Crypto;
beforeAll(async () => { crypto = await loadCrypto(); });

const flip = (hex: string): string => (hex.startsWith('0') ? '1' : '0') + hex.slice(1);
const rootOf = (size: number): string => golden.roots[size] as string;

describe('SM3 and SM2', () => {
  it('are those of the standard', () => {
    expect(hexOf(crypto.hash(new TextEncoder().encode('abc')))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(crypto.verifies(note.signedText, note.signature, key.point)).toBe(true);
    expect(crypto.verifies(note.signedText.replace('13', '14'), note.signature, key.point)).toBe(false);
    expect(crypto.verifies(note.signedText, note.signature.slice(1), key.point)).toBe(false);
    expect(crypto.verifies(note.signedText, new Uint8Array(0), key.point)).toBe(false);
    expect(crypto.verifies(note.signedText, note.signature, '04')).toBe(false);
    expect(keyIdOf(crypto, key.point)).toBe(key.id);
    expect(keyIdOf(crypto, 'x')).toBe('');
  });
  it('read their texts strictly', () => {
    expect(hexOf(bytesOf('00ff'))).toBe('00ff');
    expect(() => bytesOf('0')).toThrow();
    expect(fromBase64('Zm9v')).toEqual(new TextEncoder().encode('foo'));
    expect(fromBase64('Zm9')).toBeNull();
    expect(fromBase64('Zm9vYmF=')).toBeNull();
  });
});

describe('proofs', () => {
  it('of the program are accepted and changed ones refused', () => {
    for (const one of golden.inclusion) {
      const entry = golden.entries[one.sequence - 1] as ProofEntry;
      const leaf = leafOf(crypto.hash, entry.hash);
      const index = one.sequence - 1;
      expect(includes(crypto.hash, leaf, index, one.size, one.path, rootOf(one.size))).toBe(true);
      expect(includes(crypto.hash, flip(leaf), index, one.size, one.path, rootOf(one.size))).toBe(false);
      expect(includes(crypto.hash, leaf, index, one.size, [...one.path, leaf], rootOf(one.size))).toBe(false);
      expect(includes(crypto.hash, leaf, index, one.size, one.path.slice(1), rootOf(one.size))).toBe(one.path.length === 0);
      if (one.size > 1) expect(includes(crypto.hash, leaf, (index + 1) % one.size, one.size, one.path, rootOf(one.size))).toBe(false);
    }
  });
  it('of growth are accepted and changed ones refused', () => {
    for (const { from, to, path } of golden.consistency) {
      expect(extends_(crypto.hash, from, to, rootOf(from), rootOf(to), path), `${from} to ${to}`).toBe(true);
      expect(extends_(crypto.hash, from, to, flip(rootOf(from)), rootOf(to), path)).toBe(false);
      if (from > 0) expect(extends_(crypto.hash, from, to, rootOf(from), flip(rootOf(to)), path)).toBe(false);
      path.forEach((_, at) => {
        const changed = path.map((one, other) => (other === at ? flip(one) : one));
        expect(extends_(crypto.hash, from, to, rootOf(from), rootOf(to), changed)).toBe(false);
      });
    }
  });
  it('of any other shape are refused', () => {
    for (const path of [null, 'x', [1], ['00'], [undefined], Array.from({ length: 200 }, () => rootOf(1))]) {
      expect(includes(crypto.hash, rootOf(1), 0, 2, path, rootOf(2))).toBe(false);
      expect(extends_(crypto.hash, 1, 2, rootOf(1), rootOf(2), path)).toBe(false);
    }
    expect(includes(crypto.hash, rootOf(1), 0.5, 2, [], rootOf(1))).toBe(false);
    expect(extends_(crypto.hash, 2, 1, rootOf(2), rootOf(1), [])).toBe(false);
    expect(extends_(crypto.hash, 1, Number.MAX_SAFE_INTEGER, rootOf(1), rootOf(2), [rootOf(1)])).toBe(false);
  });
});

describe('a note', () => {
  it('is read as the program wrote it, pasted or not', () => {
    expect(note).toMatchObject({ authority: 'yanhu', size: 13, number: 2, root: rootOf(13), keyId: key.id, signedAt: '2026-01-01T08:00:00+08:00' });
    expect(parseNote(`\r\n  ${text.replace(/\n/g, '\r\n')}\n\n`)).toEqual(note);
  });
  it('is nothing else', () => {
    for (const wrong of ['', 'plumbline/yanhu', text.replace('\n13\n', '\n013\n'), text.replace('13', '-13'), text.replace('\n\n', '\n'), text.replace('number', 'Number'), text.replace('— plumbline/yanhu', '— plumbline/other'), `${text}more`]) expect(parseNote(wrong)).toBeNull();
  });
});

const seen = (now: Note, point: string | null = key.point, steps: Step[] = []): Seen => ({ note: now, point, steps });

/** Answers as the program would; `change` plays the server that lies. */
function server(change: Partial<ProofApi> = {}): ProofApi {
  const found = <T>(one: T | undefined): Promise<T> => (one === undefined ? Promise.reject(new Error('none')) : Promise.resolve(one));
  return {
    checkpoint: () => found(checkpoint()),
    key: () => found(key),
    entry: (sequence) => found(golden.entries[sequence - 1]),
    inclusion: (sequence, size) => found(golden.inclusion.find((one) => one.sequence === sequence && one.size === size)),
    consistency: (from, to) => found(golden.consistency.find((one) => one.from === from && one.to === to)),
    ...change,
  };
}
const checkpoint = (change: Partial<Checkpoint> = {}): Checkpoint => ({ authority_id: 'yanhu', key, key_id: key.id, note: text, number: 2, previous: rootOf(1), root: rootOf(13), signed_at: '', size: 13, ...change });
const ids = (steps: Step[]): string[] => steps.map((one) => one.id);
const older = (size: number, root: string): string => text.replace('\n13\n', `\n${size}\n`).replace(/\n[A-Za-z0-9+/]{43}=\n/, `\n${btoa(String.fromCharCode(...bytesOf(root)))}\n`);

describe('checking the checkpoint', () => {
  const last = (was: string) => ({ note: was, point: key.point, seenAt: '2026-01-01T00:00:00Z' });
  it('believes a good one, and compares it with the last visit', async () => {
    expect(ids((await checkCheckpoint(server(), crypto, checkpoint(), null)).steps)).toEqual(['signature', 'first_visit']);
    expect(ids((await checkCheckpoint(server(), crypto, checkpoint(), last(text))).steps)).toEqual(['signature', 'continues']);
    expect(ids((await checkCheckpoint(server(), crypto, checkpoint(), last(older(7, rootOf(7))))).steps)).toEqual(['signature', 'continues']);
  });
  it('finds a history that was rewritten, cut or signed by somebody else', async () => {
    expect(ids((await checkCheckpoint(server(), crypto, checkpoint(), last(older(7, rootOf(8))))).steps)).toEqual(['signature', 'rewritten']);
    expect(ids((await checkCheckpoint(server(), crypto, checkpoint(), last(older(20, rootOf(8))))).steps)).toEqual(['signature', 'shorter']);
    expect(ids((await checkCheckpoint(server(), crypto, checkpoint({ note: older(12, rootOf(12)) }), null)).steps)).toEqual(['signature_wrong']);
    expect(ids((await checkCheckpoint(server(), crypto, checkpoint({ note: 'x' }), null)).steps)).toEqual(['note_unreadable']);
    expect(ids((await checkCheckpoint(server(), crypto, checkpoint(), { ...last(text), point: `04${'0'.repeat(128)}` })).steps)).toContain('key_changed');
    expect(ids((await checkCheckpoint(server(), crypto, checkpoint({ key: { ...key, point: `04${'1'.repeat(128)}` } }), null)).steps)).toEqual(['signature_wrong']);
  });
  it('says so where it has no key', async () => {
    const seen = await checkCheckpoint(server(), crypto, checkpoint({ key: null }), null);
    expect(ids(seen.steps)).toEqual(['no_key', 'first_visit']);
    expect(failed(seen.steps)).toBe(false);
  });
});

describe('checking an entry', () => {
  it('passes what was recorded', async () => {
    expect(ids((await checkEntry(server(), crypto, 13, seen(note))).steps)).toEqual(['entry_hash', 'entry_included']);
    expect(ids((await checkEntry(server(), crypto, 4, seen({ ...note, size: 3 }))).steps)).toEqual(['entry_hash', 'entry_newer']);
  });
  it('proves nothing by a checkpoint that failed or whose signature was not checked', async () => {
    const bad = await checkCheckpoint(server(), crypto, checkpoint({ note: older(12, rootOf(12)) }), null);
    expect(ids((await checkEntry(server(), crypto, 4, bad)).steps)).toEqual(['checkpoint_bad']);
    expect(ids(await checkPublished(server(), crypto, text, bad))).toEqual(['checkpoint_bad']);
    const unsigned = await checkCheckpoint(server(), crypto, checkpoint({ key: null }), null);
    expect(ids((await checkEntry(server(), crypto, 4, unsigned)).steps)).toEqual(['entry_hash', 'entry_unsigned', 'entry_included']);
  });
  it('finds every lie', async () => {
    const fourth = golden.entries[3] as ProofEntry;
    const lies: [Partial<ProofApi>, string][] = [
      [{ entry: () => Promise.resolve({ ...fourth, canonical: fourth.canonical.replace('第4条', '第四条') }) }, 'entry_changed'],
      [{ entry: () => Promise.resolve({ ...fourth, hash: flip(fourth.hash) }) }, 'entry_changed'],
      [{ entry: () => Promise.resolve(golden.entries[4] as ProofEntry) }, 'entry_other'],
      [{ entry: () => Promise.resolve({ ...fourth, canonical: 'x' }) }, 'entry_other'],
      [{ inclusion: (sequence, size) => Promise.resolve({ sequence, size, path: [] }) }, 'entry_not_included'],
    ];
    // A lie that is consistent in itself: other content with its own hash.
    const canonical = fourth.canonical.replace('第4条', '第四条');
    const hash = hexOf(crypto.hash(new TextEncoder().encode(fourth.previous_hash + canonical)));
    lies.push([{ entry: () => Promise.resolve({ ...fourth, canonical, hash }) }, 'entry_not_included']);
    for (const [lie, expected] of lies) {
      const { steps } = await checkEntry(server(lie), crypto, 4, seen(note));
      expect(ids(steps)).toContain(expected);
      expect(failed(steps)).toBe(true);
    }
  });
});

describe('comparing with what was published', () => {
  it('tells whether it still holds', async () => {
    expect(ids(await checkPublished(server(), crypto, text, seen(note)))).toEqual(['pasted_signature', 'pasted_continues']);
    expect(ids(await checkPublished(server(), crypto, 'x', seen(note)))).toEqual(['pasted_unreadable']);
    expect(ids(await checkPublished(server(), crypto, older(7, rootOf(7)), seen(note)))).toEqual(['pasted_signature_wrong']);
    expect(ids(await checkPublished(server(), crypto, text.replaceAll('yanhu', 'other'), seen(note)))).toEqual(['pasted_other']);
    expect(ids(await checkPublished(server(), crypto, older(7, rootOf(7)), seen(note, null)))).toEqual(['pasted_key', 'pasted_continues']);
    expect(ids(await checkPublished(server(), crypto, older(7, rootOf(6)), seen(note, null)))).toEqual(['pasted_key', 'rewritten']);
    expect(ids(await checkPublished(server(), crypto, text, seen({ ...note, size: 12, root: rootOf(12) })))).toEqual(['pasted_signature', 'shorter']);
  });
});

describe('what was seen last', () => {
  beforeEach(() => localStorage.clear());
  it('is remembered, and nonsense forgotten', () => {
    expect(recall()).toBeNull();
    remember({ note: text, point: key.point, seenAt: 'now' });
    expect(recall()).toEqual({ note: text, point: key.point, seenAt: 'now' });
    localStorage.setItem('plumbline.checkpoint', '{"note":1}');
    expect(recall()).toBeNull();
    localStorage.setItem('plumbline.checkpoint', '{');
    expect(recall()).toBeNull();
    remember(null);
    expect(localStorage.getItem('plumbline.checkpoint')).toBeNull();
  });
});
