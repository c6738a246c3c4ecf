// SPDX-License-Identifier: Apache-2.0
import { onBeforeUnmount, onMounted } from 'vue';

export type Keys = Record<string, (event: KeyboardEvent) => void>;

/** Letters typed into a field, or while a dialog is open, are not shortcuts. */
export function isTyping(event: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open]') !== null) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

export function useKeys(keys: Keys): void {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const run = keys[event.key];
    if (run === undefined) return;
    // Enter and Space on a control belong to that control.
    if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('button, a, summary') !== null) return;
    event.preventDefault();
    run(event);
  }
  onMounted(() => window.addEventListener('keydown', onKey));
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey));
}
