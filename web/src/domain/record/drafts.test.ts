// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { draftKey, dropDraft, keepDraft, readDraft } from './drafts';

const draft = { form: { title: '半截' }, on: '2026-11-22', outside: false, reason: '', changed: [] };
afterEach(() => { vi.restoreAllMocks(); sessionStorage.clear(); });

describe('a half-filled form', () => {
  it('comes back until it is dropped, for its person and step alone', () => {
    const key = draftKey('a1', 'r1', 'report');
    keepDraft(key, draft);
    expect(readDraft(key)).toEqual(draft);
    expect(readDraft(draftKey('a2', 'r1', 'report'))).toBeNull();
    expect(readDraft(draftKey('a1', 'r1', 'accept'))).toBeNull();
    dropDraft(key);
    expect(readDraft(key)).toBeNull();
  });
  it('is nothing where something else stands, or nothing can be kept', () => {
    sessionStorage.setItem('x', '{"form"');
    expect(readDraft('x')).toBeNull();
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => { throw new DOMException('full'); });
    expect(() => keepDraft('y', draft)).not.toThrow();
  });
});
