// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { OrganisationUnit } from '@/api/types';
import type { TreeNode } from '@/ui/TreeList.vue';
import { below, cleaned, treeOf } from './tree';

const unit = (id: string, parent: string, name: string, aliases: string[] = []): OrganisationUnit =>
  ({ id, parent, kind: 'government', names: [{ name }], aliases, successors: [], enforcement: false });
const units = [unit('zf', '', '青川原县人民政府'), unit('sfj', 'zf', '县司法局', ['司法局']), unit('flk', 'sfj', '法律科'), unit('lost', 'gone', '无主单位')];
const show = (nodes: TreeNode[]): string => nodes.map((node) => node.id + (node.children.length ? `(${show(node.children)})` : '')).join(' ');

it('hangs a unit whose parent is unknown at the top', () => {
  expect(show(treeOf(units, ''))).toBe('zf(sfj(flk)) lost');
});
it.each([['司法', 'zf(sfj)'], ['法律', 'zf(sfj(flk))'], ['没有', '']])('searched for %s', (words, expected) => {
  expect(show(treeOf(units, words))).toBe(expected);
});
it('knows everything below a unit', () => {
  expect([...below(units, 'zf')]).toEqual(['zf', 'sfj', 'flk']);
});
it('cleans what a form leaves', () => {
  expect(cleaned({ ...unit('a', '', ' 甲 ', ['', ' 乙 ']), name: '甲', from: '', names: [{ name: ' 甲 ', from: '', until: '2025-01-01' }, { name: ' ' }] }))
    .toEqual({ id: 'a', parent: '', kind: 'government', names: [{ name: '甲', from: null, until: '2025-01-01' }], aliases: ['乙'], from: null, until: null, successors: [], enforcement: false });
});
