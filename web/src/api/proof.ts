// SPDX-License-Identifier: Apache-2.0
import { request } from './client';
import type { Checkpoint, CheckpointKey, ProofEntry } from './types';

export const proof = {
  checkpoint: () => request<Checkpoint>('GET', '/api/proof/checkpoint'),
  key: () => request<CheckpointKey>('GET', '/api/proof/key'),
  entry: (sequence: number) => request<ProofEntry>('GET', `/api/proof/entry/${sequence}`),
  inclusion: (sequence: number, size: number) => request<{ sequence: number; size: number; path: string[] }>('GET', '/api/proof/inclusion', { query: { sequence, size } }),
  consistency: (from: number, to: number) => request<{ from: number; to: number; path: string[] }>('GET', '/api/proof/consistency', { query: { from, to } }),
};
export type ProofApi = typeof proof;
