// SPDX-License-Identifier: Apache-2.0
// The last day of the warning, counted by the server in working days; nobody counts them here.
import { calendar } from '@/api/calendar';
import type { RegisterDeclaration } from '@/api/types';
import { warnDays } from './lights';

const asked = new Map<string, Promise<string>>();

/** Empty where the server does not tell: then nothing is called near. */
export function nearUntil(declared: Pick<RegisterDeclaration, 'clocks'>, today: string): Promise<string> {
  const count = warnDays(declared);
  const key = `${today}/${count}`;
  const known = asked.get(key) ?? calendar.due({ count, unit: 'working_day', bound: 'max', start: today }).then((receipt) => receipt.last_day, () => { asked.delete(key); return ''; });
  asked.set(key, known);
  return known;
}
