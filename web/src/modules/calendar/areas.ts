// SPDX-License-Identifier: Apache-2.0
// Codes of areas go from the country down, joined by a hyphen: CN, CN-XX, CN-XX-YZ, CN-XX-YZ-YH.
export function areasOf(code: string): string[] {
  const parts = code.split('-');
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('-'));
}
export type Level = 'country' | 'province' | 'city' | 'county';
export const levelOf = (code: string): Level => (['country', 'province', 'city'] as const)[code.split('-').length - 1] ?? 'county';
