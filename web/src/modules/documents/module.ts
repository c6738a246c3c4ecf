// SPDX-License-Identifier: Apache-2.0
import type { PageModule } from '@/app/module';

export const documentsModule: PageModule = {
  id: 'documents',
  menu: { path: '/documents', label: 'documents.menu', right: 'plans' },
  routes: [
    { path: '/documents', component: () => import('./pages/DocumentList.vue'), meta: { title: 'documents.menu' } },
    { path: '/documents/:id', component: () => import('./pages/ReviewPage.vue'), props: true, meta: { title: 'documents.review.page' } },
    { path: '/documents/:id/compare', component: () => import('./pages/ComparePage.vue'), props: true, meta: { title: 'documents.compare.page' } },
    { path: '/documents/:id/links', component: () => import('./pages/LinksPage.vue'), props: true, meta: { title: 'documents.links.page' } },
  ],
};
