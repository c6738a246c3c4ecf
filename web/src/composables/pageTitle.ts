// SPDX-License-Identifier: Apache-2.0
import { ref } from 'vue';

/** Key of the page's name, and what it is about (a document's title); the shell puts them into the window. */
export const pageName = ref<string | null>(null);
export const pageSubject = ref<string | null>(null);

export function setPageTitle(name: string | null, subject: string | null): void {
  pageName.value = name;
  pageSubject.value = subject;
}
