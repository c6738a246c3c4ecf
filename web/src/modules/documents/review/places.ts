// SPDX-License-Identifier: Apache-2.0
// Where each field of a task stands in the source, in UTF-16 offsets. What the server gives a span
// for is taken as it is; title, text and objective are looked for by their words inside the passage.
import type { Draft, DraftTask, Span } from '@/api/types';
import { roles } from '@/api/types';
import type { CodePoints } from '@/composables/codePoints';

export type Range = readonly [number, number];
export type Places = ReadonlyMap<string, Range>;

function toRange(points: CodePoints, span: Span | null | undefined): Range | null {
  return span ? [points.toUnits(span[0]), points.toUnits(span[1])] : null;
}

/** The words as they stand, else with the line breaks and spaces that fall in between. */
export function findWords(text: string, words: string | null, from: number, until: number): Range | null {
  if (!words) return null;
  const whole = text.indexOf(words, from);
  if (whole !== -1 && whole + words.length <= until) return [whole, whole + words.length];
  const solid = words.replace(/\s/gu, '');
  const kept: number[] = [];
  let passage = '';
  for (let place = from; place < until; place += 1) {
    const letter = text[place] as string;
    if (/\s/u.test(letter)) continue;
    passage += letter;
    kept.push(place);
  }
  const at = solid === '' ? -1 : passage.indexOf(solid);
  return at === -1 ? null : [kept[at] as number, (kept[at + solid.length - 1] as number) + 1];
}

export function placesOf(task: DraftTask, draft: Pick<Draft, 'areas' | 'text'>, points: CodePoints): Places {
  const found = new Map<string, Range>();
  const put = (key: string, range: Range | null): void => {
    if (range !== null && range[1] > range[0]) found.set(key, range);
  };
  const own = toRange(points, task.span as Span | null);
  put('task', own);
  const heading = draft.areas.find((area) => area.title === task.area);
  put('area', toRange(points, heading?.span as Span | undefined));
  if (own) {
    put('number', findWords(draft.text, task.number, own[0], own[1]));
    put('title', findWords(draft.text, task.title, own[0], own[1]));
    put('text', findWords(draft.text, task.text, own[0], own[1]) ?? own);
    if (task.objective) {
      const inside = findWords(draft.text, task.objective, own[0], own[1]);
      const before = draft.text.lastIndexOf(task.objective, own[0]);
      put('objective', inside ?? (before === -1 ? null : [before, before + task.objective.length]));
    }
  }
  for (const role of roles) task[role].forEach((unit, index) => put(`${role}.${index}`, toRange(points, unit.span as Span | null)));
  task.deadlines.forEach((deadline, index) => put(`deadlines.${index}`, toRange(points, deadline.span as Span | null)));
  task.targets.forEach((target, index) => put(`targets.${index}`, toRange(points, target.span as Span | null)));
  return found;
}

/** The task whose passage holds the place; of nested ones the shortest. */
export function taskAt(tasks: readonly DraftTask[], place: number): DraftTask | null {
  let best: DraftTask | null = null;
  for (const task of tasks) {
    const span = task.span as Span | null;
    if (!span || place < span[0] || place >= span[1]) continue;
    const other = best?.span as Span | null | undefined;
    if (!other || span[1] - span[0] < other[1] - other[0]) best = task;
  }
  return best;
}

/** Beginnings of sentences inside a passage, where a task may be split; code points. */
export function splitPlaces(points: CodePoints, span: Span): { at: number; text: string }[] {
  const from = points.toUnits(span[0]);
  const until = points.toUnits(span[1]);
  const places: { at: number; text: string }[] = [];
  let start = from;
  for (let place = from; place < until; place += 1) {
    if (!'。；;！？\n'.includes(points.text[place] as string) && place + 1 < until) continue;
    const sentence = points.text.slice(start, place + 1);
    if (sentence.trim() !== '') {
      const skip = sentence.length - sentence.trimStart().length;
      places.push({ at: points.toPoints(start + skip), text: sentence.trim() });
    }
    start = place + 1;
  }
  return places;
}
