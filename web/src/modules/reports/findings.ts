// SPDX-License-Identifier: Apache-2.0
// What a check before signing found, in words.
import type { ReportFinding } from '@/api/types';

type Words = (key: string, named: Record<string, string>) => string;

/** Why a text cannot be read, or what it names that is not there. */
export const reasonWords = (t: Words, reason: string, name: string): string => t(`reports.reason.${reason}`, { name });

export function findingWords(t: Words, found: ReportFinding): string {
  const { reason = '', name, text = '' } = found.arguments;
  const why = reason === '' ? '' : reasonWords(t, reason, name ?? text);
  return t(`reports.finding.${found.id}`, { ...found.arguments, why });
}
