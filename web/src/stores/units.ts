// SPDX-License-Identifier: Apache-2.0
// The units of the organisation as every page needs them: names by id, read once, read again after a change.
import { computed, shallowRef } from 'vue';
import { organisation } from '@/api/organisation';
import type { OrganisationUnit } from '@/api/types';

export const units = shallowRef<readonly OrganisationUnit[]>([]);
export const byId = computed(() => new Map(units.value.map((unit) => [unit.id, unit])));
let loaded: Promise<void> | null = null;

export function nameOf(unit: OrganisationUnit): string {
  return unit.name ?? unit.names[unit.names.length - 1]?.name ?? unit.id;
}

export function unitName(id: string): string {
  const unit = byId.value.get(id);
  return unit === undefined ? id : nameOf(unit);
}

export function loadUnits(again = false): Promise<void> {
  if (loaded === null || again) {
    loaded = organisation.get(null).then((answer) => {
      units.value = answer.units;
    });
    loaded.catch(() => {
      loaded = null;
    });
  }
  return loaded;
}
