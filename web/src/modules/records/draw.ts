// SPDX-License-Identifier: Apache-2.0
// Drawing again: tickets are SM3(seed ‖ record_id), the smallest win. Anybody can compute it from what was recorded.
export interface DrawReceipt { seed: string; candidates: string[]; sm3: string }
export interface Drawn { record: string; name: string; ticket: string }
export interface Redraw { same: boolean; listIntact: boolean; tickets: { record: string; name: string; ticket: string; recorded: string; same: boolean }[]; candidates: number; missed: string[] }
export type Hash = (text: string) => string;

export function readReceipt(value: unknown): DrawReceipt | null {
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return null;
  try {
    const found = JSON.parse(value) as Partial<DrawReceipt>;
    const right = typeof found.seed === 'string' && typeof found.sm3 === 'string' && Array.isArray(found.candidates) && found.candidates.every((one) => typeof one === 'string');
    return right ? (found as DrawReceipt) : null;
  } catch {
    return null;
  }
}
/** Rows with a record and a ticket, as a draw leaves them. */
export function drawnRows(value: unknown): Drawn[] {
  if (!Array.isArray(value)) return [];
  return (value as Record<string, unknown>[]).flatMap((row) => (typeof row['record'] === 'string' && typeof row['ticket'] === 'string' ? [{ record: row['record'], name: typeof row['name'] === 'string' ? row['name'] : '', ticket: row['ticket'] }] : []));
}

/** What the digest of the candidates is over: one id a line, in their order. */
const listText = (candidates: readonly string[]): string => candidates.map((one) => `${one}\n`).join('');

export function drawAgain(receipt: DrawReceipt, drawn: readonly Drawn[], hash: Hash): Redraw {
  const all = receipt.candidates.map((record) => ({ record, ticket: hash(receipt.seed + record) })).sort((a, b) => (a.ticket < b.ticket ? -1 : a.ticket > b.ticket ? 1 : a.record < b.record ? -1 : 1));
  const winners = all.slice(0, drawn.length);
  const tickets = winners.map((one, at) => {
    const recorded = drawn[at];
    const known = drawn.find((row) => row.record === one.record);
    return { ...one, name: known?.name ?? '', recorded: recorded?.ticket ?? '', same: recorded?.record === one.record && recorded.ticket === one.ticket };
  });
  const missed = drawn.filter((row) => !winners.some((one) => one.record === row.record)).map((row) => row.name || row.record);
  const listIntact = hash(listText(receipt.candidates)) === receipt.sm3;
  return { same: listIntact && missed.length === 0 && tickets.length === drawn.length && tickets.every((one) => one.same), listIntact, tickets, candidates: all.length, missed };
}
export async function loadHash(): Promise<Hash> {
  const { sm3 } = await import('sm-crypto-v2');
  return (text) => sm3(new TextEncoder().encode(text));
}
