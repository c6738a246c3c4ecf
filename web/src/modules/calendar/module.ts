// SPDX-License-Identifier: Apache-2.0
import type { PageModule } from '@/app/module';

export const calendarModule: PageModule = {
  id: 'calendar',
  menu: { path: '/calendar', label: 'calendar.menu', more: true },
  routes: [
    { path: '/calendar', component: () => import('./pages/CalendarPage.vue'), meta: { title: 'calendar.menu' } },
  ],
};
