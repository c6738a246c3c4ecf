// SPDX-License-Identifier: Apache-2.0
// The text of a checkpoint, as src/proof/include/plumb/proof/checkpoint.hpp describes it.
import { fromBase64, hexOf } from './crypto';

export interface Note {
  text: string;
  /** What the signature is over. */
  signedText: string;
  authority: string;
  size: number;
  root: string;
  number: number;
  signedAt: string;
  keyId: string;
  signature: Uint8Array;
}

const hash = '[A-Za-z0-9+/]{43}=';
const whole = '(0|[1-9]\\d{0,15})';
const shape = new RegExp(`^plumbline/([^\\n]+)\\n${whole}\\n(${hash})\\nnumber ${whole}\\nprevious ${hash}\\ntime (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+08:00)\\nkey ([0-9a-f]{16})\\n\\n— plumbline/([^\\n]+) ([A-Za-z0-9+/]+={0,2})\\n$`);

/** Null where the text is no checkpoint. Blanks around it and other line ends are forgiven: people paste it. */
export function parseNote(pasted: string): Note | null {
  const text = `${pasted.replace(/\r/g, '').trim()}\n`;
  const found = shape.exec(text);
  if (!found) return null;
  const [, authority = '', size = '', root = '', number = '', signedAt = '', keyId = '', signer = '', signed = ''] = found;
  const rootBytes = fromBase64(root);
  const signature = fromBase64(signed);
  if (signer !== authority || !rootBytes || rootBytes.length !== 32 || !signature || !Number.isSafeInteger(Number(size))) return null;
  return { text, signedText: text.slice(0, text.indexOf('\n\n') + 1), authority, size: Number(size), root: hexOf(rootBytes), number: Number(number), signedAt, keyId, signature };
}
