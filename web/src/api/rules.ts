// SPDX-License-Identifier: Apache-2.0
import { request } from './client';
import type { Parameter, RegisterDeclaration, Rules, WhatIf } from './types';

export interface WhatIfQuestion { register: string; parameter: string; value: string; unit?: string; from?: string | null; until?: string | null }
const signalled = (signal?: AbortSignal): { signal?: AbortSignal } => (signal ? { signal } : {});

export const rules = {
  get: (signal?: AbortSignal) => request<Rules>('GET', '/api/rules', signalled(signal)),
  register: (id: string, on: string | null, version: string | null, signal?: AbortSignal) =>
    request<RegisterDeclaration>('GET', `/api/rules/registers/${encodeURIComponent(id)}`, { query: { on, rules: version }, ...signalled(signal) }),
  parameters: (register: string | null, on: string | null, signal?: AbortSignal) =>
    request<{ on: string; items: Parameter[] }>('GET', '/api/rules/parameters', { query: { register, on }, ...signalled(signal) }),
  whatIf: (question: WhatIfQuestion) => request<WhatIf>('POST', '/api/what_if', { json: question, once: false }),
};
