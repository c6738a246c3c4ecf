// SPDX-License-Identifier: Apache-2.0
// Units as the nodes of a tree list.
import type { OrganisationUnit } from '@/api/types';
import { nameOf } from '@/stores/units';
import type { TreeNode } from '@/ui/TreeList.vue';

export function unitTree(units: readonly OrganisationUnit[]): TreeNode[] {
  const known = new Set(units.map((unit) => unit.id));
  const below = new Map<string, OrganisationUnit[]>();
  for (const unit of units) {
    const parent = unit.parent && known.has(unit.parent) ? unit.parent : '';
    below.set(parent, [...(below.get(parent) ?? []), unit]);
  }
  const nodes = (parent: string): TreeNode[] => (below.get(parent) ?? []).map((unit) => ({ id: unit.id, label: nameOf(unit), children: nodes(unit.id) }));
  return nodes('');
}
