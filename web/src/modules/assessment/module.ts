// SPDX-License-Identifier: Apache-2.0
import type { PageModule } from '@/app/module';

export const assessmentModule: PageModule = {
  id: 'assessment',
  menu: { path: '/assessment', label: 'assessment.menu' },
  routes: [
    { path: '/assessment', component: () => import('./pages/EditionsPage.vue'), meta: { title: 'assessment.menu' } },
    { path: '/assessment/sheets/:sheet', component: () => import('./pages/SheetPage.vue'), props: true, meta: { title: 'assessment.sheet' } },
    { path: '/assessment/:edition', component: () => import('./pages/EditionPage.vue'), props: true, meta: { title: 'assessment.menu' } },
  ],
};
