// SPDX-License-Identifier: Apache-2.0
/** Registers whose records have a page made for them, where their steps are taken; else null. */
export function ownPage(register: string, id: string): string | null {
  const pages: Record<string, string> = { assessment_sheet: '/assessment/sheets', report: '/reports', report_part: '/reports/parts', baseline: '/reports/baselines' };
  return pages[register] === undefined ? null : `${pages[register]}/${encodeURIComponent(id)}`;
}
