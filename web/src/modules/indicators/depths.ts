// SPDX-License-Identifier: Apache-2.0
/** How deep each unit stands under those that are shown, at most 3 for the eye. */
export function depths(units: readonly { unit: string; parent: string }[]): Map<string, number> {
  const shown = new Map(units.map((one) => [one.unit, one.parent]));
  const depth = (unit: string, seen: number): number => {
    const parent = shown.get(unit);
    return parent === undefined || !shown.has(parent) || seen > 8 ? 0 : 1 + depth(parent, seen + 1);
  };
  return new Map(units.map((one) => [one.unit, Math.min(3, depth(one.unit, 0))]));
}
