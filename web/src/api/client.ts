// SPDX-License-Identifier: Apache-2.0
// Transport only: paths in, shapes or a ProblemError out. Nothing here decides how an error looks.
import type { Problem } from './types';

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.id}: ${problem.title}`);
    this.name = 'ProblemError';
  }
}

type Query = Record<string, string | number | boolean | null | undefined>;
interface Options {
  query?: Query;
  json?: unknown;
  signal?: AbortSignal;
  /** false: a reading POST that needs no Idempotency-Key. */
  once?: boolean;
}

let language = 'zh-CN';
export function setLanguage(value: string): void {
  language = value;
}

let signedOut: () => void = () => undefined;
/** Called when the server no longer knows the session. */
export function onSignedOut(act: () => void): void {
  signedOut = act;
}
/** What a refused answer says; a session that has ended is passed on. */
export function told(status: number, text: string): ProblemError {
  const error = problemFrom(status, text);
  if (error.problem.id === 'accounts.signed_out') signedOut();
  return error;
}

export function url(path: string, query: Query = {}): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parts.set(name, String(value));
  }
  const text = parts.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** crypto.randomUUID needs a secure context, which an office intranet often is not. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The program could not be reached or answered something that is not ours; the page has the words. */
export function unreachable(status: number): ProblemError {
  const id = status === 0 ? 'client.unreachable' : 'client.bad_answer';
  return new ProblemError({ type: `urn:plumbline:problem:${id}`, title: id, id, status });
}

function problemFrom(status: number, text: string): ProblemError {
  try {
    const found = JSON.parse(text) as Partial<Problem>;
    if (typeof found.id === 'string' && typeof found.title === 'string') return new ProblemError(found as Problem);
  } catch {
    // Not ours: a proxy's page or an empty body.
  }
  return unreachable(status);
}

export async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers: Record<string, string> = { 'Accept-Language': language, Accept: 'application/json' };
  if (method !== 'GET' && options.once !== false) headers['Idempotency-Key'] = newKey();
  if (options.json !== undefined) headers['Content-Type'] = 'application/json';
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(url(path, options.query), {
      method,
      headers,
      ...(options.json === undefined ? {} : { body: JSON.stringify(options.json) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    text = await answer.text();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable(0);
  }
  if (!answer.ok) throw told(answer.status, text);
  if (text === '') return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw unreachable(answer.status);
  }
}

/** Sends a file with progress from 0 to 1; fetch cannot report upload progress. */
export function upload<T>(path: string, query: Query, body: Blob, onProgress: (part: number) => void, method: 'POST' | 'PUT' = 'POST'): Promise<T> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open(method, url(path, query));
    sending.setRequestHeader('Accept-Language', language);
    sending.setRequestHeader('Content-Type', 'application/octet-stream');
    sending.setRequestHeader('Idempotency-Key', newKey());
    sending.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    sending.upload.onload = () => onProgress(1);
    sending.onerror = () => reject(unreachable(0));
    sending.onload = () => {
      if (sending.status < 200 || sending.status > 299) return reject(told(sending.status, sending.responseText));
      try {
        resolve(JSON.parse(sending.responseText) as T);
      } catch {
        reject(unreachable(sending.status));
      }
    };
    sending.send(body);
  });
}
