// SPDX-License-Identifier: Apache-2.0
// The program counts code points, a browser counts UTF-16 units: they part company at the first rare character (𬭳 takes two units).

export class CodePoints {
  /** UTF-16 places of the characters that take two units, ascending. */
  private readonly pairs: number[] = [];

  constructor(readonly text: string) {
    for (let unit = 0; unit + 1 < text.length; unit += 1) {
      const high = text.charCodeAt(unit);
      if (high < 0xd800 || high > 0xdbff) continue;
      const low = text.charCodeAt(unit + 1);
      if (low < 0xdc00 || low > 0xdfff) continue;
      this.pairs.push(unit);
      unit += 1;
    }
  }

  /** Code points in the whole text. */
  get length(): number {
    return this.text.length - this.pairs.length;
  }

  /** Code point offset → UTF-16 offset, kept inside the text. */
  toUnits(point: number): number {
    // pairs[i] begins at code point pairs[i] - i.
    let low = 0;
    let high = this.pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.pairs[middle] as number) - middle < point) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, Math.min(point + low, this.text.length));
  }

  /** UTF-16 offset → code point offset; the middle of a pair counts as its end. */
  toPoints(unit: number): number {
    const kept = Math.max(0, Math.min(unit, this.text.length));
    let low = 0;
    let high = this.pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.pairs[middle] as number) + 1 < kept) low = middle + 1;
      else high = middle;
    }
    return kept - low;
  }

  slice(from: number, until: number): string {
    return this.text.slice(this.toUnits(from), this.toUnits(until));
  }
}
