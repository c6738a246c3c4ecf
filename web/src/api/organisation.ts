// SPDX-License-Identifier: Apache-2.0
import { request, upload, url } from './client';
import type { Organisation, OrganisationImport, OrganisationUnit } from './types';

const one = (id: string) => `/api/organisation/units/${encodeURIComponent(id)}`;

export const organisation = {
  get: (on: string | null, signal?: AbortSignal) =>
    request<Organisation>('GET', '/api/organisation', { query: { on }, ...(signal ? { signal } : {}) }),
  put: (unit: OrganisationUnit) => request<OrganisationUnit>('PUT', one(unit.id), { json: unit }),
  remove: (id: string) => request<void>('DELETE', one(id)),
  import: (file: File, apply: boolean, onProgress: (part: number) => void) =>
    upload<OrganisationImport>('/api/organisation/imports', { name: file.name, apply }, file, onProgress),
  exportUrl: (format: 'xlsx' | 'csv' | 'json') => url('/api/organisation/export', { format }),
};
