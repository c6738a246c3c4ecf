// SPDX-License-Identifier: Apache-2.0
// How a figure is written into a text (docs/reference/report_text.md).
export interface FigureChoice { indicator: string; form: string; period: string; unit: string }
export const forms = ['value', 'bare', 'numerator', 'denominator', 'change'] as const;

export function figureText({ indicator, form, period, unit }: FigureChoice): string {
  const options = [unit && `unit=${unit}`, period && `period=${period}`, form && form !== 'value' && `form=${form}`].filter(Boolean);
  return `{{${[indicator, ...options].join('|')}}}`;
}
/** The text with something put in where the cursor stands. */
export function insertAt(text: string, at: number, what: string): string {
  const place = Math.min(Math.max(at, 0), text.length);
  return text.slice(0, place) + what + text.slice(place);
}
/** Where a figure leads: its receipt, as it was asked for. */
export function receiptOf(figure: { indicator: string; period: string; unit: string; as_of: string; known_on?: string | null }): { path: string; query: Record<string, string> } {
  return { path: `/indicators/${figure.indicator}`, query: { tab: 'receipt', on: figure.as_of, ...(figure.known_on ? { known_on: figure.known_on } : {}), ...(figure.period ? { period: figure.period } : {}), ...(figure.unit ? { unit: figure.unit } : {}) } };
}
