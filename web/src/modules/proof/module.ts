// SPDX-License-Identifier: Apache-2.0
import type { PageModule } from '@/app/module';

export const proofModule: PageModule = {
  id: 'proof',
  menu: { path: '/proof', label: 'proof.menu', more: true },
  routes: [{ path: '/proof', component: () => import('./pages/ProofPage.vue'), meta: { title: 'proof.menu' } }],
};
