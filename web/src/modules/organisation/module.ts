// SPDX-License-Identifier: Apache-2.0
import type { PageModule } from '@/app/module';

export const organisationModule: PageModule = {
  id: 'organisation',
  menu: { path: '/organisation', label: 'organisation.menu', more: true },
  routes: [
    { path: '/organisation', component: () => import('./pages/OrganisationPage.vue'), meta: { title: 'organisation.menu' } },
  ],
};
