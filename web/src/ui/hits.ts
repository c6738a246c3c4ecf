// SPDX-License-Identifier: Apache-2.0
export interface Piece {
  text: string;
  hit: boolean;
}

/** Cuts a text where the searched words stand, so that they can be marked. */
export function cutAtHits(text: string, query: string): Piece[] {
  const words = query.trim().toLowerCase().split(/\s+/u).filter((word) => word !== '');
  if (words.length === 0 || text === '') return [{ text, hit: false }];
  const low = text.toLowerCase();
  // toLowerCase may change the length of a few letters; then no mark is better than a wrong one.
  if (low.length !== text.length) return [{ text, hit: false }];
  const marked = new Uint8Array(text.length);
  for (const word of words) {
    for (let from = low.indexOf(word); from !== -1; from = low.indexOf(word, from + 1)) marked.fill(1, from, from + word.length);
  }
  const pieces: Piece[] = [];
  let start = 0;
  for (let place = 1; place <= text.length; place += 1) {
    if (place < text.length && marked[place] === marked[start]) continue;
    pieces.push({ text: text.slice(start, place), hit: marked[start] === 1 });
    start = place;
  }
  return pieces;
}
