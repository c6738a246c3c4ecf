// SPDX-License-Identifier: Apache-2.0
// Numbers counted from records, each with its receipt.
import { request, url } from './client';
import type { IndicatorBoard, IndicatorDetail, IndicatorDifference, IndicatorReceipt, LeaderPage, TargetPage, TargetProposal } from './types';

/** What is asked of every number alike; empty members are left to the server. */
export interface Asked {
  on?: string;
  known_on?: string;
  period?: string;
  unit?: string;
  below?: boolean;
  unit_kind?: string;
  part?: string;
  structure?: 'then' | 'now';
}
export type Side = 'numerator' | 'denominator' | 'against';
const signalled = (signal?: AbortSignal): { signal?: AbortSignal } => (signal ? { signal } : {});
const path = (id: string): string => `/api/indicators/${encodeURIComponent(id)}`;

export const indicators = {
  board: (asked: Asked, signal?: AbortSignal) => request<IndicatorBoard>('GET', '/api/indicators', { query: { ...asked }, ...signalled(signal) }),
  detail: (id: string, asked: Asked, periods: number, signal?: AbortSignal) => request<IndicatorDetail>('GET', path(id), { query: { ...asked, periods }, ...signalled(signal) }),
  receipt: (id: string, asked: Asked, side: Side, cursor: string | null, signal?: AbortSignal) =>
    request<IndicatorReceipt>('GET', `${path(id)}/receipt`, { query: { ...asked, side, cursor, limit: 50 }, ...signalled(signal) }),
  difference: (id: string, asked: Asked, beforeOn: string, beforeKnownOn: string, signal?: AbortSignal) =>
    request<IndicatorDifference>('GET', `${path(id)}/difference`, { query: { ...asked, before_on: beforeOn, before_known_on: beforeKnownOn, limit: 200 }, ...signalled(signal) }),
  exportAddress: (asked: Asked, format: 'xlsx' | 'csv', indicator = '') => url('/api/indicators/export', { ...asked, format, indicator }),
  leaderPage: (on: string, signal?: AbortSignal) => request<LeaderPage>('GET', '/api/leader_page', { query: { on }, ...signalled(signal) }),
  targets: (task: string, signal?: AbortSignal) => request<TargetPage>('GET', '/api/targets', { query: { task }, ...signalled(signal) }),
  proposals: (document: string, signal?: AbortSignal) => request<{ items: TargetProposal[] }>('GET', '/api/targets/proposals', { query: { document }, ...signalled(signal) }),
};
