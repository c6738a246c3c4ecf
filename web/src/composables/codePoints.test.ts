// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { CodePoints } from './codePoints';

const texts = ['', '依法行政', '𬭳', 'a𬭳b', '𬭳𠮷县𬭳', '前𬭳𬭳后面还有字'];

describe('CodePoints', () => {
  it.each(texts)('agrees with spelling the text out: %s', (text) => {
    const spelled = Array.from(text);
    const index = new CodePoints(text);
    expect(index.length).toBe(spelled.length);
    for (let point = 0; point <= spelled.length; point += 1) {
      const unit = spelled.slice(0, point).join('').length;
      expect(index.toUnits(point)).toBe(unit);
      expect(index.toPoints(unit)).toBe(point);
      expect(index.slice(point, spelled.length)).toBe(spelled.slice(point).join(''));
    }
  });

  it('counts the middle of a pair as its end and stays inside the text', () => {
    const index = new CodePoints('a𬭳b');
    expect(index.toPoints(2)).toBe(2);
    expect(index.toUnits(99)).toBe(4);
    expect(index.toUnits(-5)).toBe(0);
    expect(index.toPoints(99)).toBe(3);
  });
});
