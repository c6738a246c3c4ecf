// SPDX-License-Identifier: Apache-2.0
// SM3 and SM2 as the checks need them. The library is only fetched when something is checked.

export interface Crypto {
  hash: (bytes: Uint8Array) => Uint8Array;
  /** SM2 with SM3 and the default user id, signature in DER. */
  verifies: (text: string, signature: Uint8Array, point: string) => boolean;
}

export async function loadCrypto(): Promise<Crypto> {
  const { sm2, sm3 } = await import('sm-crypto-v2');
  return {
    hash: (bytes) => bytesOf(sm3(bytes)),
    verifies: (text, signature, point) => {
      try {
        return sm2.doVerifySignature(new TextEncoder().encode(text), hexOf(signature), point, { hash: true, der: true, userId: '1234567812345678' });
      } catch {
        // What cannot even be read is no signature.
        return false;
      }
    },
  };
}

/** The id of a key: the first 16 digits of the SM3 over its SubjectPublicKeyInfo, as in a checkpoint. */
export function keyIdOf(crypto: Crypto, point: string): string {
  const head = '3059301306072a8648ce3d020106082a811ccf5501822d034200';
  return /^04[0-9a-f]{128}$/.test(point) ? hexOf(crypto.hash(bytesOf(head + point))).slice(0, 16) : '';
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
export function bytesOf(hex: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new Error('not hex');
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}
export function joined(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
/** Bytes of base64 with padding, or null. */
export function fromBase64(text: string): Uint8Array | null {
  try {
    const raw = atob(text);
    return btoa(raw) === text ? Uint8Array.from(raw, (char) => char.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}
