// SPDX-License-Identifier: Apache-2.0
// Columns of a list: what the register names for it, and what every record has.
import type { RecordRow, RegisterDeclaration, RegisterField } from '@/api/types';

export interface Column { id: string; title: string; field?: RegisterField; kind: 'field' | 'state' | 'light' | 'unit' | 'opened' | 'breaches' | 'date' | 'clock' }
/** Words for what every record has. */
export type ColumnWords = Record<'state' | 'light' | 'unit' | 'opened' | 'breaches', string> & { step: (title: string) => string; clock: (title: string) => string };

function named(declared: RegisterDeclaration, name: string, words: ColumnWords): Column[] {
  const field = declared.fields.find((one) => one.id === name);
  if (field) return [{ id: name, title: field.title, kind: 'field', field }];
  if (name === 'opened_on') return [{ id: 'opened', title: words.opened, kind: 'opened' }];
  const [what, id, part] = name.split('.');
  const step = what === 'steps' && part === 'on' ? declared.steps.find((one) => one.id === id) : undefined;
  if (step) return [{ id: name, title: words.step(step.title), kind: 'date' }];
  const clock = what === 'clocks' ? declared.clocks.find((one) => one.id === id) : undefined;
  return clock ? [{ id: name, title: words.clock(clock.title), kind: 'date' }] : [];
}
export function columnsOf(declared: RegisterDeclaration, words: ColumnWords): Column[] {
  const own = declared.list.filter((name) => name !== declared.title_field && name !== 'state').flatMap((name) => named(declared, name, words));
  const clocks = declared.clocks.filter((one) => (one.maximum !== null || one.target !== null) && !declared.list.includes(`clocks.${one.id}.due_on`))
    .map((one): Column => ({ id: `clock.${one.id}`, title: words.clock(one.title), kind: 'clock' }));
  // Without any period there is nothing to be late for.
  const light: Column[] = declared.clocks.length > 0 ? [{ id: 'light', title: words.light, kind: 'light' }] : [];
  const all: Column[] = [...light, { id: 'state', title: words.state, kind: 'state' }, ...own,
    { id: 'unit', title: words.unit, kind: 'unit' }, { id: 'opened', title: words.opened, kind: 'opened' }, { id: 'breaches', title: words.breaches, kind: 'breaches' }, ...clocks];
  return all.filter((one, at) => all.findIndex((other) => other.id === one.id) === at);
}
/** Without a choice: where it stands, the first columns of the register, when it began. */
export function shownColumns(all: readonly Column[], chosen: string | undefined): Column[] {
  if (chosen) {
    const wanted = new Set(chosen.split(','));
    return all.filter((one) => wanted.has(one.id));
  }
  const fields = all.filter((one) => one.kind === 'field' || one.kind === 'date').slice(0, 3);
  return all.filter((one) => one.kind === 'light' || one.kind === 'state' || one.kind === 'opened' || fields.includes(one));
}
export function clockDay(row: RecordRow, column: Column): string | null {
  const clock = row.clocks.find((one) => `clock.${one.clock}` === column.id);
  return clock?.due_on ?? clock?.target_on ?? null;
}
