// SPDX-License-Identifier: Apache-2.0
// Days as the slider and the fields of periods need them.
const day = 86_400_000;

export function addDays(iso: string, days: number): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}
export function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day);
}
/** Today in China, wherever the browser stands. */
export function chinaToday(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}
/** Names of periods that hold the day, from short to long. */
export function periodNames(on: string): { kind: string; name: string }[] {
  const year = Number(on.slice(0, 4));
  const month = Number(on.slice(5, 7));
  return [
    { kind: 'month', name: on.slice(0, 7) },
    { kind: 'quarter', name: `${year}-Q${Math.ceil(month / 3)}` },
    { kind: 'half_year', name: `${year}-H${month > 6 ? 2 : 1}` },
    { kind: 'year', name: String(year) },
    { kind: 'last_year', name: String(year - 1) },
    { kind: 'five_years', name: `${year - 4}/${year}` },
  ];
}
