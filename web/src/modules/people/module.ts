// SPDX-License-Identifier: Apache-2.0
import type { PageModule } from '@/app/module';

export const peopleModule: PageModule = {
  id: 'people',
  menu: { path: '/accounts', label: 'people.accounts', right: 'accounts', more: true },
  routes: [
    { path: '/setup', component: () => import('./pages/SetUpPage.vue'), meta: { title: 'people.set_up', open: true } },
    { path: '/sign-in', component: () => import('./pages/SignInPage.vue'), meta: { title: 'people.sign_in', open: true } },
    { path: '/accounts', component: () => import('./pages/AccountsPage.vue'), meta: { title: 'people.accounts' } },
    { path: '/me', component: () => import('./pages/MePage.vue'), meta: { title: 'people.me' } },
  ],
};
