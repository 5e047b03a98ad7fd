import { defineConfig } from 'vitest/config'

// Tests that open the embedded ClickHouse each take a process of their own: the engine binds
// one data directory per process (see docs/decisions/0002-embedded-clickhouse.md).
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'evals/**/*.test.ts', 'web/src/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
