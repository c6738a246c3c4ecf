// SPDX-License-Identifier: Apache-2.0
// The newest checkpoint that this browser has seen and found good, with the key that signed it: what the server
// said then it cannot take back now.

export interface Remembered {
  note: string;
  point: string;
  seenAt: string;
}
const storeKey = 'plumbline.checkpoint';

export function recall(): Remembered | null {
  try {
    const found = JSON.parse(localStorage.getItem(storeKey) ?? 'null') as Partial<Remembered> | null;
    return typeof found?.note === 'string' && typeof found.point === 'string' && typeof found.seenAt === 'string' ? { note: found.note, point: found.point, seenAt: found.seenAt } : null;
  } catch {
    return null;
  }
}
export function remember(seen: Remembered | null): void {
  try {
    if (seen) localStorage.setItem(storeKey, JSON.stringify(seen));
    else localStorage.removeItem(storeKey);
  } catch {
    // A browser without storage compares nothing with last time; the page says so.
  }
}
