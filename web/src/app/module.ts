// SPDX-License-Identifier: Apache-2.0
import type { RouteRecordRaw } from 'vue-router';
import type { Right } from '@/api/types';

/** What a folder under modules/ gives to the shell: its pages and its place in the menu. */
export interface PageModule {
  id: string;
  /** Without a menu its pages are reached from elsewhere; `right`: shown to those who have it;
   * `more`: not needed every day, so behind one button on a wide screen. */
  menu?: { path: string; label: string; right?: Right; more?: boolean };
  routes: RouteRecordRaw[];
}
