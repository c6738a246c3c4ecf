// SPDX-License-Identifier: Apache-2.0
import type { RouteRecordRaw } from 'vue-router';

/** What a folder under modules/ gives to the shell: its pages and its place in the menu. */
export interface PageModule {
  id: string;
  menu: { path: string; label: string };
  routes: RouteRecordRaw[];
}
