// SPDX-License-Identifier: Apache-2.0
import { nextTick } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import { calendarModule } from '@/modules/calendar/module';
import { documentsModule } from '@/modules/documents/module';
import { ledgerModule } from '@/modules/ledger/module';
import { organisationModule } from '@/modules/organisation/module';
import { proofModule } from '@/modules/proof/module';
import { recordsModule } from '@/modules/records/module';
import { rulesModule } from '@/modules/rules/module';
import type { PageModule } from './module';
import { setPageTitle } from '@/composables/pageTitle';

export const pageModules: PageModule[] = [ledgerModule, recordsModule, documentsModule, organisationModule, calendarModule, rulesModule, proofModule];

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: '/ledger' },
    ...pageModules.flatMap((module) => module.routes),
    { path: '/:rest(.*)*', component: () => import('./NotFound.vue'), meta: { title: 'shell.not_found' } },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

router.afterEach(async (to, from) => {
  setPageTitle(to.meta.title ?? null, null);
  // A new page begins at its heading, for the eye and for a screen reader; not when only the query changed.
  if (from.matched.length === 0 || to.path === from.path) return;
  await nextTick();
  document.getElementById('main')?.focus({ preventScroll: true });
});

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title. */
    title?: string;
  }
}
