// SPDX-License-Identifier: Apache-2.0
// Sheets and zips in and out. A download is fetched, not linked to, so that a refusal can be told in words.
import { told, unreachable, upload, url } from './client';
import type { ImportResult, RecordQuery } from './types';

export interface Download { name: string; blob: Blob }
export interface ImportQuery { name: string; step: string; reason?: string }
const register = (id: string, what: string): string => `/api/registers/${encodeURIComponent(id)}/${what}`;

/** The name of Content-Disposition, in either of its forms (RFC 6266). */
export function nameIn(disposition: string | null, fallback: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '');
  try {
    if (encoded) return decodeURIComponent(encoded[1] as string);
  } catch {
    // Not what it says it is: the plain name, then.
  }
  return /filename="([^"]+)"/i.exec(disposition ?? '')?.[1] ?? fallback;
}

async function download(path: string, fallback: string, body?: Blob): Promise<Download> {
  const headers: Record<string, string> = { 'Accept-Language': document.documentElement.lang || 'zh-CN' };
  if (body) headers['Content-Type'] = 'application/octet-stream';
  let answer: Response;
  try {
    answer = await fetch(path, { method: body ? 'POST' : 'GET', headers, ...(body ? { body } : {}) });
    if (answer.ok) return { name: nameIn(answer.headers.get('Content-Disposition'), fallback), blob: await answer.blob() };
  } catch {
    throw unreachable(0);
  }
  throw told(answer.status, await answer.text().catch(() => ''));
}

export const exchange = {
  template: (id: string, step: string) => download(url(register(id, 'template'), { step }), `${id}.xlsx`),
  export: (id: string, query: RecordQuery, format: 'xlsx' | 'csv') => download(url(register(id, 'export'), { ...query, limit: null, cursor: null, format }), `${id}.${format}`),
  import: (id: string, query: ImportQuery, apply: boolean, body: Blob, onProgress: (part: number) => void) =>
    upload<ImportResult>(register(id, 'imports'), { ...query, apply }, body, onProgress),
  errorSheet: (id: string, query: ImportQuery, body: Blob) => download(url(register(id, 'import_errors'), { ...query }), `${id}.xlsx`, body),
  dossier: (recordId: string) => download(`/api/records/${encodeURIComponent(recordId)}/dossier`, `${recordId}.zip`),
};
