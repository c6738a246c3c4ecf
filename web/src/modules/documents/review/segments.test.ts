// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { buildLines, type Mark } from './segments';

const show = (text: string, marks: Mark[], cuts: number[] = []): string[] =>
  buildLines(text, marks, cuts).map((line) => line.segments.map((part) => `${part.start}[${part.text}]${part.kinds}`).join(' '));

describe('buildLines', () => {
  it('keeps every letter and the offset of every line', () => {
    const text = '一、标题\n\n正文第一句。\n末行';
    const lines = buildLines(text, [{ from: 0, to: 9, kind: 'task', id: 't' }], [3]);
    expect(lines.map((line) => line.segments.map((part) => part.text).join('')).join('\n')).toBe(text);
    expect(lines.map((line) => line.start)).toEqual([0, 5, 6, 13]);
  });
  it.each<[string, string, Mark[], string[]]>([
    ['nothing marked', 'ab', [], ['0[ab]']],
    ['a repair inside a task', 'abcd', [{ from: 0, to: 4, kind: 'task', id: 't' }, { from: 1, to: 2, kind: 'repair', id: '0' }], ['0[a]task 1[b]repair task 2[cd]task']],
    ['overlapping marks', 'abcd', [{ from: 0, to: 3, kind: 'task', id: 't' }, { from: 2, to: 4, kind: 'leftover', id: '0' }], ['0[ab]task 2[c]leftover task 3[d]leftover']],
    ['something removed', 'ab', [{ from: 1, to: 1, kind: 'uncertain', id: '3' }], ['0[a] 1[]uncertain removed 1[b]']],
    ['a mark over two lines', 'a\nb', [{ from: 0, to: 3, kind: 'heading', id: '' }], ['0[a]heading', '2[b]heading']],
  ])('%s', (_name, text, marks, expected) => {
    expect(show(text, marks)).toEqual(expected);
  });
  it('names the task and the repair of a segment', () => {
    const [line] = buildLines('ab', [{ from: 0, to: 2, kind: 'done', id: 't7' }, { from: 1, to: 2, kind: 'uncertain', id: '4' }]);
    expect(line?.segments[1]).toMatchObject({ task: 't7', repair: 4 });
  });
});
