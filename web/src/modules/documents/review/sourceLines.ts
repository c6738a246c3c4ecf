// SPDX-License-Identifier: Apache-2.0
import type { Draft, Span } from '@/api/types';
import type { CodePoints } from '@/composables/codePoints';
import type { Places } from './places';
import { buildLines, type Line, type Mark } from './segments';

/** Everything that is marked in the source of a draft: tasks, headings, repairs, leftover text; every field may be lit up. */
export function sourceLines(draft: Draft, points: CodePoints, places: ReadonlyMap<string, Places>): Line[] {
  const marks: Mark[] = [];
  const cuts: number[] = [];
  const add = (span: Span | null | undefined, kind: Mark['kind'], id: string): void => {
    if (span) marks.push({ from: points.toUnits(span[0]), to: points.toUnits(span[1]), kind, id });
  };
  for (const task of draft.tasks) {
    add(task.span as Span | null, task.state === 'approved' ? 'done' : 'task', task.task_id);
    for (const range of places.get(task.task_id)?.values() ?? []) cuts.push(range[0], range[1]);
  }
  for (const area of draft.areas) add(area.span as Span | undefined, 'heading', area.title);
  draft.repairs.forEach((repair, index) => add(repair.span as Span, repair.certain ? 'repair' : 'uncertain', String(index)));
  draft.unassigned.forEach((rest, index) => {
    // An empty leftover would look like something taken out.
    if (rest.span[1] > rest.span[0]) add(rest.span as Span, 'leftover', String(index));
  });
  return buildLines(draft.text, marks, cuts);
}
