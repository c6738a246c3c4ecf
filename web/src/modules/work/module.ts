// SPDX-License-Identifier: Apache-2.0
import type { PageModule } from '@/app/module';

export const workModule: PageModule = {
  id: 'work',
  menu: { path: '/work', label: 'work.menu' },
  routes: [{ path: '/work', component: () => import('./pages/WorkPage.vue'), meta: { title: 'work.menu' } }],
};
