// SPDX-License-Identifier: Apache-2.0
// The signed-in person as every page needs it. Hiding a button is a courtesy; the server decides.
import { computed, ref, shallowRef } from 'vue';
import { onSignedOut } from '@/api/client';
import { sessions } from '@/api/session';
import type { Right, Session } from '@/api/types';

export const session = shallowRef<Session | null>(null);
/** The session ended while somebody was at work: the page stays as it is and asks for the password again. */
export const ended = ref(false);
export const person = computed(() => session.value?.account ?? null);

export const may = (right: Right): boolean => session.value?.rights.includes(right) ?? false;
export const roleTitle = (id: string): string => session.value?.roles.find((one) => one.id === id)?.title ?? id;

export function takeSession(found: Session): void {
  session.value = found;
  ended.value = false;
}
let loading: Promise<void> | null = null;
export function loadSession(): Promise<void> {
  loading ??= sessions.get().then(takeSession).finally(() => { loading = null; });
  return loading;
}
export async function signOut(): Promise<void> {
  await sessions.signOut();
  session.value = null;
}

onSignedOut(() => { if (session.value?.signed_in) ended.value = true; });
