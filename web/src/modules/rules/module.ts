// SPDX-License-Identifier: Apache-2.0
import type { PageModule } from '@/app/module';

export const rulesModule: PageModule = {
  id: 'rules',
  menu: { path: '/rules', label: 'rules.menu', more: true },
  routes: [
    { path: '/rules', component: () => import('./pages/RulesPage.vue'), meta: { title: 'rules.menu' } },
    { path: '/rules/what-if', component: () => import('./pages/WhatIfPage.vue'), meta: { title: 'rules.what_if.title' } },
    { path: '/rules/:register', component: () => import('./pages/RegisterRulesPage.vue'), props: true, meta: { title: 'rules.menu' } },
  ],
};
