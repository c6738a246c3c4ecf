// SPDX-License-Identifier: Apache-2.0
// The source as lines of segments: no mark begins or ends inside a segment, so a highlight is a class on whole segments.

export type MarkKind = 'task' | 'done' | 'repair' | 'uncertain' | 'leftover' | 'heading';
export interface Mark {
  from: number;
  to: number;
  kind: MarkKind;
  id: string;
}
export interface Segment {
  start: number;
  text: string;
  /** Class names, joined; part of a line's key. */
  kinds: string;
  task: string | null;
  repair: number | null;
}
export interface Line {
  start: number;
  key: string;
  segments: Segment[];
}

function boundaries(text: string, marks: readonly Mark[], cuts: readonly number[]): number[] {
  const places = new Set<number>([0, text.length]);
  for (const mark of marks) {
    places.add(mark.from);
    places.add(mark.to);
  }
  for (const cut of cuts) places.add(cut);
  for (let place = text.indexOf('\n'); place !== -1; place = text.indexOf('\n', place + 1)) {
    places.add(place);
    places.add(place + 1);
  }
  return [...places].filter((place) => place >= 0 && place <= text.length).sort((a, b) => a - b);
}

function segment(text: string, start: number, active: ReadonlySet<Mark>): Segment {
  let task: string | null = null;
  let repair: number | null = null;
  const kinds = new Set<string>();
  for (const mark of active) {
    kinds.add(mark.kind);
    if (mark.kind === 'task' || mark.kind === 'done') task = mark.id;
    if (mark.kind === 'repair' || mark.kind === 'uncertain') repair = Number(mark.id);
  }
  return { start, text, kinds: [...kinds].sort().join(' '), task, repair };
}

export function buildLines(text: string, marks: readonly Mark[], cuts: readonly number[] = []): Line[] {
  const places = boundaries(text, marks, cuts);
  const opening = new Map<number, Mark[]>();
  const closing = new Map<number, Mark[]>();
  for (const mark of marks) {
    (opening.get(mark.from) ?? opening.set(mark.from, []).get(mark.from) as Mark[]).push(mark);
    (closing.get(mark.to) ?? closing.set(mark.to, []).get(mark.to) as Mark[]).push(mark);
  }
  const lines: Line[] = [];
  let current: Segment[] = [];
  let lineStart = 0;
  const active = new Set<Mark>();
  const endLine = (next: number): void => {
    lines.push({ start: lineStart, key: current.map((part) => `${part.start}:${part.text.length}:${part.kinds}:${part.task ?? ''}`).join('|'), segments: current });
    current = [];
    lineStart = next;
  };
  places.forEach((place, index) => {
    const opens = opening.get(place) ?? [];
    // Something was taken out here: a segment without text, so that offsets stay true.
    const removed = opens.filter((mark) => mark.to === mark.from);
    for (const mark of closing.get(place) ?? []) active.delete(mark);
    for (const mark of removed) current.push({ ...segment('', place, new Set([mark])), kinds: `${mark.kind} removed` });
    for (const mark of opens) if (mark.to > mark.from) active.add(mark);
    const end = places[index + 1];
    if (end === undefined) return;
    if (text[place] === '\n') endLine(place + 1);
    else current.push(segment(text.slice(place, end), place, active));
  });
  endLine(text.length);
  return lines;
}
