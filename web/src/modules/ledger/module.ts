// SPDX-License-Identifier: Apache-2.0
import type { PageModule } from '@/app/module';

export const ledgerModule: PageModule = {
  id: 'ledger',
  menu: { path: '/ledger', label: 'ledger.menu' },
  routes: [
    { path: '/ledger', component: () => import('./pages/LedgerPage.vue'), meta: { title: 'ledger.menu' } },
    { path: '/tasks/:id', component: () => import('./pages/TaskPage.vue'), props: true, meta: { title: 'ledger.task.page' } },
  ],
};
