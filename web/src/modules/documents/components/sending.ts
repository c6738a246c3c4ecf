// SPDX-License-Identifier: Apache-2.0
import type { Draft } from '@/api/types';

/** A file on its way in; its body stays here, so a failed one can be sent again. */
export interface Sending {
  key: number;
  name: string;
  body: Blob;
  pasted: boolean;
  supersedes: string;
  higher: string;
  state: 'waiting' | 'sending' | 'reading' | 'done' | 'failed';
  progress: number;
  error: unknown;
  result: Draft | null;
}
