// SPDX-License-Identifier: Apache-2.0
import { nextTick } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import { assessmentModule } from '@/modules/assessment/module';
import { calendarModule } from '@/modules/calendar/module';
import { documentsModule } from '@/modules/documents/module';
import { indicatorsModule } from '@/modules/indicators/module';
import { ledgerModule } from '@/modules/ledger/module';
import { organisationModule } from '@/modules/organisation/module';
import { peopleModule } from '@/modules/people/module';
import { proofModule } from '@/modules/proof/module';
import { recordsModule } from '@/modules/records/module';
import { reportsModule } from '@/modules/reports/module';
import { rulesModule } from '@/modules/rules/module';
import { workModule } from '@/modules/work/module';
import { loadSession, session } from '@/stores/session';
import type { PageModule } from './module';
import { setPageTitle } from '@/composables/pageTitle';

export const pageModules: PageModule[] = [workModule, recordsModule, ledgerModule, indicatorsModule, assessmentModule, reportsModule, documentsModule, organisationModule, calendarModule, rulesModule, proofModule, peopleModule];

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: '/work' },
    ...pageModules.flatMap((module) => module.routes),
    { path: '/:rest(.*)*', component: () => import('./NotFound.vue'), meta: { title: 'shell.not_found' } },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

// Whoever is not known is asked first, and comes back to the page that was wanted.
router.beforeEach(async (to) => {
  if (session.value === null) await loadSession().catch(() => undefined);
  const now = session.value;
  if (now === null || to.meta.open) return now?.setup_needed && to.path !== '/setup' ? '/setup' : true;
  if (now.setup_needed) return '/setup';
  return now.signed_in ? true : { path: '/sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
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
    /** Reached without being signed in. */
    open?: boolean;
  }
}
