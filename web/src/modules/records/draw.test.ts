// SPDX-License-Identifier: Apache-2.0
import { sm3 } from 'sm-crypto-v2';
import { describe, expect, it } from 'vitest';
import { drawAgain, drawnRows, loadHash, readReceipt } from './draw';

const hash = (text: string): string => sm3(new TextEncoder().encode(text));
const candidates = ['e1', 'e2', 'e3', 'e4', 'e5'];
const receipt = { seed: '7f3a', candidates, sm3: hash('e1\ne2\ne3\ne4\ne5\n') };
const sorted = candidates.map((record) => ({ record, name: `专家${record}`, ticket: hash(`7f3a${record}`) })).sort((a, b) => (a.ticket < b.ticket ? -1 : 1));

describe('a draw', () => {
  it('comes out the same when nothing was touched', () => {
    const again = drawAgain(receipt, sorted.slice(0, 2), hash);
    expect(again.same).toBe(true);
    expect(again.tickets.map((one) => one.record)).toEqual(sorted.slice(0, 2).map((one) => one.record));
  });
  it('tells who was put in the place of whom', () => {
    const again = drawAgain(receipt, [sorted[0]!, sorted[4]!], hash);
    expect(again.same).toBe(false);
    expect(again.missed).toEqual([sorted[4]!.name]);
    expect(again.tickets[1]?.same).toBe(false);
  });
  it('tells a changed ticket and a changed list', () => {
    expect(drawAgain(receipt, [{ ...sorted[0]!, ticket: '00' }], hash).same).toBe(false);
    const shorter = drawAgain({ ...receipt, candidates: candidates.slice(1) }, [], hash);
    expect([shorter.same, shorter.listIntact]).toEqual([false, false]);
  });
  it('hashes as the published vector of SM3 says', async () => {
    expect((await loadHash())('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  });
});
describe('a receipt', () => {
  it.each(['', '{', '[]', '{"seed":"a","candidates":[1],"sm3":"b"}', '文字', null, 3])('is not %s', (text) => { expect(readReceipt(text)).toBeNull(); });
  it('is read, and so are the rows', () => {
    expect(readReceipt(JSON.stringify(receipt))).toEqual(receipt);
    expect(drawnRows([{ record: 'e1', ticket: 'ff' }, { record: 'e2' }, {}])).toEqual([{ record: 'e1', name: '', ticket: 'ff' }]);
  });
});
