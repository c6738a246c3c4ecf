// SPDX-License-Identifier: Apache-2.0
import type { PageModule } from '@/app/module';

export const recordsModule: PageModule = {
  id: 'records',
  menu: { path: '/registers', label: 'records.menu' },
  routes: [
    { path: '/registers', component: () => import('./pages/RegistersPage.vue'), meta: { title: 'records.menu' } },
    { path: '/registers/:register', component: () => import('./pages/RecordListPage.vue'), props: true, meta: { title: 'records.menu' } },
    { path: '/deadlines', component: () => import('./pages/DeadlinesPage.vue'), meta: { title: 'records.deadlines.title' } },
    { path: '/registers/:register/numbers', component: () => import('./pages/NumbersPage.vue'), props: true, meta: { title: 'records.numbers.title' } },
    { path: '/registers/:register/new', component: () => import('./pages/OpenRecordPage.vue'), props: true, meta: { title: 'records.open' } },
    { path: '/records/:id', component: () => import('./pages/FindRecordPage.vue'), props: true, meta: { title: 'records.menu' } },
    { path: '/registers/:register/:id', component: () => import('./pages/RecordPage.vue'), props: true, meta: { title: 'records.menu' } },
  ],
};
