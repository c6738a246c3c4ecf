// SPDX-License-Identifier: Apache-2.0
import type { PageModule } from '@/app/module';

export const indicatorsModule: PageModule = {
  id: 'indicators',
  menu: { path: '/indicators', label: 'indicators.menu' },
  routes: [
    { path: '/indicators', component: () => import('./pages/BoardPage.vue'), meta: { title: 'indicators.menu' } },
    { path: '/leaders', component: () => import('./pages/LeaderPage.vue'), meta: { title: 'indicators.leader.title' } },
    { path: '/targets', component: () => import('./pages/TargetsPage.vue'), meta: { title: 'indicators.targets.title' } },
    { path: '/indicators/:indicator', component: () => import('./pages/IndicatorPage.vue'), props: true, meta: { title: 'indicators.menu' } },
  ],
};
