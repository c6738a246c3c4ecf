// SPDX-License-Identifier: Apache-2.0
import type { OrganisationUnit } from '@/api/types';
import { nameOf } from '@/stores/units';
import type { TreeNode } from '@/ui/TreeList.vue';

/** The units as a tree; with words, only those whose names or aliases hold them, and what is above. */
export function treeOf(units: readonly OrganisationUnit[], query: string): TreeNode[] {
  const words = query.trim().toLowerCase();
  const known = new Set(units.map((unit) => unit.id));
  const children = new Map<string, OrganisationUnit[]>();
  for (const unit of units) {
    const parent = known.has(unit.parent) ? unit.parent : '';
    const list = children.get(parent);
    if (list) list.push(unit);
    else children.set(parent, [unit]);
  }
  const fits = (unit: OrganisationUnit): boolean => words === '' || [...unit.names.map((name) => name.name), ...unit.aliases].some((name) => name.toLowerCase().includes(words));
  const build = (unit: OrganisationUnit): TreeNode | null => {
    const below = (children.get(unit.id) ?? []).map(build).filter((node): node is TreeNode => node !== null);
    if (!fits(unit) && below.length === 0) return null;
    return { id: unit.id, label: nameOf(unit), dim: !!unit.until, children: below };
  };
  return (children.get('') ?? []).map(build).filter((node): node is TreeNode => node !== null);
}

/** Units that may not be the parent: the unit itself and all below it. */
export function below(units: readonly OrganisationUnit[], id: string): Set<string> {
  const found = new Set([id]);
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const unit of units) if (found.has(unit.parent)) found.add(unit.id);
  }
  return found;
}

/** What the server takes: blank lines left out, blank dates null. */
export function cleaned(unit: OrganisationUnit): OrganisationUnit {
  const { name: _readOnly, ...rest } = unit;
  return {
    ...rest,
    names: unit.names.filter((one) => one.name.trim() !== '').map((one) => ({ name: one.name.trim(), from: one.from || null, until: one.until || null })),
    aliases: unit.aliases.map((alias) => alias.trim()).filter((alias) => alias !== ''),
    from: unit.from || null,
    until: unit.until || null,
  };
}
