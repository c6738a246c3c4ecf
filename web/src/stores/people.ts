// SPDX-License-Identifier: Apache-2.0
// Names of the people who did something, read once and again when an unknown one turns up.
import { shallowRef } from 'vue';
import { accounts } from '@/api/session';
import type { Person } from '@/api/types';

const people = shallowRef(new Map<string, Person>());
let reading: Promise<void> | null = null;

export function loadPeople(): Promise<void> {
  reading ??= accounts.people().then(({ items }) => { people.value = new Map(items.map((one) => [one.account_id, one])); }).finally(() => { reading = null; });
  return reading;
}
/** Null for the program itself and for whoever worked before there were accounts. */
export const personOf = (account: string): Person | null => people.value.get(account) ?? null;
