// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ChangeResult, Draft, DraftTask } from '@/api/types';
import { CodePoints } from '@/composables/codePoints';
import { arrange, groupByArea } from './order';
import { findWords, placesOf, splitPlaces, taskAt } from './places';
import { merge } from './useReview';

function task(id: string, change: Partial<DraftTask> = {}): DraftTask {
  return {
    task_id: id, number: null, area: null, objective: null, title: null, text: `任务${id}`, items: [], lead: [], responsible: [],
    supporting: [], deadlines: [], targets: [], span: null, confidence: 1, state: 'proposed', ...change,
  };
}

describe('arrange', () => {
  const tasks = [task('a'), task('b', { attention: ['no_deadline'] }), task('c', { attention: ['low_confidence'] }), task('d', { state: 'approved', title: '公开 清单', change: 'added' })];
  const ids = (found: DraftTask[]): string => found.map((one) => one.task_id).join('');
  it('puts doubtful tasks first and keeps the rest in order', () => {
    expect(ids(arrange(tasks, 'attention', 'all', ''))).toBe('cbad');
  });
  it.each([['attention', '', 'bc'], ['open', '', 'abc'], ['added', '', 'd'], ['all', '清单 公开', 'd'], ['all', '没有', '']] as const)('filter %s, words %s', (filter, query, expected) => {
    expect(ids(arrange(tasks, 'document', filter, query))).toBe(expected);
  });
  it('groups neighbours of one chapter', () => {
    const groups = groupByArea([task('a', { area: '一' }), task('b', { area: '一' }), task('c', { area: '二' })], 'document');
    expect(groups.map((group) => `${group.area}${group.tasks.length}`)).toEqual(['一2', '二1']);
  });
});

describe('places', () => {
  const text = '𬭳县方案\n一、全面履职\n1.公布清单。动态调整权责清单，\n并向社会公开。牵头单位：县司法局。';
  const points = new CodePoints(text);
  const at = (words: string): [number, number] => [points.toPoints(text.indexOf(words)), points.toPoints(text.indexOf(words) + words.length)];
  const one = task('a', {
    number: '1', area: '全面履职', title: '公布清单', text: '动态调整权责清单，并向社会公开。',
    span: [at('1.公布')[0], points.length], lead: [{ text: '县司法局', span: at('县司法局') }],
  });
  const places = placesOf(one, { text, areas: [{ title: '全面履职', span: at('一、全面履职') }] }, points);
  it.each([['title', '公布清单'], ['lead.0', '县司法局'], ['area', '一、全面履职'], ['number', '1'], ['text', '动态调整权责清单，\n并向社会公开。']])('%s', (key, words) => {
    const range = places.get(key);
    expect(range && text.slice(range[0], range[1])).toBe(words);
  });
  it('does not look outside the passage', () => {
    expect(findWords(text, '县司法局', 0, 10)).toBeNull();
  });
  it('finds the shortest task at a place', () => {
    const outer = task('o', { span: [0, points.length] });
    expect(taskAt([outer, one], at('县司法局')[0])?.task_id).toBe('a');
    expect(taskAt([outer, one], 0)?.task_id).toBe('o');
    expect(taskAt([one], 0)).toBeNull();
  });
  it('offers the beginnings of sentences for a split', () => {
    expect(splitPlaces(points, one.span as [number, number]).map((place) => place.text)).toEqual(['1.公布清单。', '动态调整权责清单，', '并向社会公开。', '牵头单位：县司法局。']);
    expect(splitPlaces(points, one.span as [number, number])[1]?.at).toBe(at('动态')[0]);
  });
});

it('merges a change by the order of the server', () => {
  const draft = { tasks: [task('a'), task('b')], revision: 1, can_undo: false, text: 'x', task_count: 2 } as unknown as Draft;
  const result = { revision: 2, put: [task('c'), task('a', { text: '新' })], removed: ['b'], order: ['a', 'c'], summary: { task_count: 2, title: '改' }, can_undo: true } as unknown as ChangeResult;
  const merged = merge(draft, result);
  expect(merged.tasks.map((one) => one.text)).toEqual(['新', '任务c']);
  expect(merged).toMatchObject({ revision: 2, can_undo: true, title: '改', text: 'x' });
});
