// SPDX-License-Identifier: Apache-2.0
// A half-filled form outlives leaving the page, in this browser window only, until it is sent or thrown away.
import type { Fields } from './values';

export interface FormDraft { form: Fields; on: string; outside: boolean; reason: string; changed: string[] }
const prefix = 'plumbline.draft.';
/** Drafts are of one person: on a shared desk the next one must not find them. */
export const draftKey = (person: string, place: string, step: string): string => `${prefix}${person}.${place}.${step}`;

export function readDraft(key: string): FormDraft | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(key) ?? 'null') as FormDraft | null;
    return found && typeof found === 'object' && found.form ? found : null;
  } catch {
    return null;
  }
}
export function keepDraft(key: string, draft: FormDraft): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Full or forbidden: the form itself still holds everything.
  }
}
export function dropDraft(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept there either.
  }
}
