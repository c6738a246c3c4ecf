// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';

// One server and one browser for all journeys: the files run one after another, in order.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['verbose'],
    sequence: { concurrent: false },
  },
});
