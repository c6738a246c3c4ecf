// SPDX-License-Identifier: Apache-2.0
// Verification of RFC 9162, sections 2.1.3.2 and 2.1.4.2. Sizes may be above 2^31, so no bit operators.
import { bytesOf, hexOf, joined, type Crypto } from './crypto';

type Hash = Crypto['hash'];
const node = (hash: Hash, left: string, right: string): string => hexOf(hash(joined(Uint8Array.of(1), bytesOf(left), bytesOf(right))));
export const leafOf = (hash: Hash, entryHash: string): string => hexOf(hash(joined(Uint8Array.of(0), bytesOf(entryHash))));
export const emptyRoot = (hash: Hash): string => hexOf(hash(new Uint8Array(0)));

const odd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);
const sane = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const hashes = (path: unknown): path is string[] => Array.isArray(path) && path.length <= 128 && path.every((one) => typeof one === 'string' && /^[0-9a-f]{64}$/.test(one));

/** Whether leaf `index` (from 0) is in the tree of `size` leaves with that root. */
export function includes(hash: Hash, leaf: string, index: number, size: number, path: unknown, root: string): boolean {
  if (!sane(index) || !sane(size) || index >= size || !hashes(path)) return false;
  let at = index;
  let last = size - 1;
  let computed = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (odd(at) || at === last) {
      computed = node(hash, sibling, computed);
      while (!odd(at) && at !== 0) {
        at = half(at);
        last = half(last);
      }
    } else {
      computed = node(hash, computed, sibling);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && computed === root;
}

/** Whether the tree of `to` leaves begins with the tree of `from` leaves. */
export function extends_(hash: Hash, from: number, to: number, fromRoot: string, toRoot: string, path: unknown): boolean {
  if (!sane(from) || !sane(to) || from > to || !hashes(path)) return false;
  if (from === 0) return path.length === 0 && fromRoot === emptyRoot(hash);
  if (from === to) return path.length === 0 && fromRoot === toRoot;
  let at = from - 1;
  let last = to - 1;
  while (odd(at)) {
    at = half(at);
    last = half(last);
  }
  // A power of two is a complete subtree: the proof leaves its root out.
  const steps = at === 0 ? [fromRoot, ...path] : path;
  const first = steps[0];
  if (first === undefined || path.length === 0) return false;
  let older = first;
  let newer = first;
  for (const sibling of steps.slice(1)) {
    if (last === 0) return false;
    if (odd(at) || at === last) {
      older = node(hash, sibling, older);
      newer = node(hash, sibling, newer);
      while (!odd(at) && at !== 0) {
        at = half(at);
        last = half(last);
      }
    } else {
      newer = node(hash, newer, sibling);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && older === fromRoot && newer === toRoot;
}
