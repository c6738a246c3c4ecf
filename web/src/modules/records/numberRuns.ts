// SPDX-License-Identifier: Apache-2.0
export interface Run { from: number; until: number }

/** Neighbouring numbers as runs: 3, 4, 5, 9 are 3 to 5 and 9. */
export function runs(numbers: readonly number[]): Run[] {
  const found: Run[] = [];
  for (const one of [...numbers].sort((a, b) => a - b)) {
    const last = found[found.length - 1];
    if (last && one <= last.until + 1) last.until = Math.max(last.until, one);
    else found.push({ from: one, until: one });
  }
  return found;
}
