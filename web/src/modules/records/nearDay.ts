// SPDX-License-Identifier: Apache-2.0
// The last days of the warnings, counted by the server in working days; nobody counts them here.
import { calendar } from '@/api/calendar';
import type { RegisterDeclaration } from '@/api/types';
import { warnings, type NearDays } from './lights';

const asked = new Map<string, Promise<string>>();

function lastDay(today: string, count: number): Promise<string> {
  const key = `${today}/${count}`;
  const known = asked.get(key) ?? calendar.due({ count, unit: 'working_day', bound: 'max', start: today }).then((receipt) => receipt.last_day, () => { asked.delete(key); return ''; });
  asked.set(key, known);
  return known;
}
/** Without what the server does not tell: then nothing is called near. */
export async function nearDays(declared: Pick<RegisterDeclaration, 'clocks'>, today: string): Promise<NearDays> {
  const found = await Promise.all(warnings(declared).map(async (count) => [count, await lastDay(today, count)] as const));
  return new Map(found.filter(([, day]) => day !== ''));
}
