// SPDX-License-Identifier: Apache-2.0
// Fields of a record between the form and the wire: an untouched field is not sent, an emptied one is null.
import type { RegisterField } from '@/api/types';

export type Fields = Record<string, unknown>;
export interface FileValue { sm3: string; name: string; size: number }

export function emptyOf(field: RegisterField): unknown {
  if (field.type === 'choices' || field.type === 'units' || field.type === 'files' || field.type === 'rows') return [];
  return field.type === 'file' ? null : '';
}
export function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** What the form holds as the API wants it. Whole and exact numbers stay text until the server reads them. */
export function toWire(field: RegisterField, value: unknown): unknown {
  if (isEmpty(value)) return null;
  if (field.type === 'integer' || field.type === 'decimal') return exactNumber(String(value));
  if (field.type === 'flag') return value === true || value === 'true';
  if (field.type === 'rows') {
    return (value as Fields[]).map((row) => Object.fromEntries((field.columns ?? []).map((column) => [column.id, toWire(column, row[column.id])]).filter(([, inner]) => inner !== null)));
  }
  return value;
}
/** A number only where the text says exactly that number; otherwise the text itself, so that the server can say what is wrong. */
export function exactNumber(text: string): number | string {
  const number = Number(text.trim());
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(text.trim()) && Number.isFinite(number) ? number : text;
}
export function changed(fields: readonly RegisterField[], before: Fields, after: Fields): Fields {
  const out: Fields = {};
  for (const field of fields) {
    const now = toWire(field, after[field.id]);
    const was = before[field.id] ?? null;
    if (JSON.stringify(now) !== JSON.stringify(was)) out[field.id] = now;
  }
  return out;
}
/** What a step sends: all that it asks for, even where the same stood there before, and of the rest what a person changed. */
export function answered(required: readonly RegisterField[], optional: readonly RegisterField[], before: Fields, after: Fields): Fields {
  const asked = Object.fromEntries(required.map((field) => [field.id, toWire(field, after[field.id])]).filter(([, value]) => value !== null));
  return { ...changed([...required, ...optional], before, after), ...asked };
}
/** Without what is only shown masked: a mask must never be sent back as if it were the value. */
export function without(values: Fields, masked: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(values).filter(([id]) => !masked.includes(id)));
}
export function formOf(fields: readonly RegisterField[], values: Fields): Fields {
  return Object.fromEntries(fields.map((field) => [field.id, values[field.id] === undefined || values[field.id] === null ? emptyOf(field) : structuredClone(values[field.id])]));
}
