// SPDX-License-Identifier: Apache-2.0
// What has just happened, said once: shown as a note and read aloud by screen readers.
import { shallowRef } from 'vue';

export interface Notice {
  key: number;
  text: string;
  tone: 'good' | 'bad';
  action?: { label: string; run: () => void };
}

export const notice = shallowRef<Notice | null>(null);
let count = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function hideLater(): void {
  clearTimeout(timer);
  timer = setTimeout(hideNotice, notice.value?.action ? 12_000 : 6_000);
}

export function announce(text: string, tone: Notice['tone'] = 'good', action?: Notice['action']): void {
  count += 1;
  notice.value = { key: count, text, tone, ...(action ? { action } : {}) };
  hideLater();
}

export function hideNotice(): void {
  clearTimeout(timer);
  notice.value = null;
}
/** Somebody reads or is about to use it: it must not go away under the pointer. */
export function holdNotice(hold: boolean): void {
  clearTimeout(timer);
  if (!hold && notice.value) hideLater();
}
