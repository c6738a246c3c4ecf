// SPDX-License-Identifier: Apache-2.0
import type { PageModule } from '@/app/module';

export const reportsModule: PageModule = {
  id: 'reports',
  menu: { path: '/reports', label: 'reports.menu' },
  routes: [
    { path: '/reports', component: () => import('./pages/ReportsPage.vue'), meta: { title: 'reports.menu' } },
    { path: '/reports/baselines/:id', component: () => import('./pages/BaselinePage.vue'), props: true, meta: { title: 'reports.baseline.title' } },
    { path: '/reports/parts/:id', component: () => import('./pages/PartPage.vue'), props: true, meta: { title: 'reports.part.title' } },
    { path: '/reports/:id', component: () => import('./pages/ReportPage.vue'), props: true, meta: { title: 'reports.menu' } },
  ],
};
