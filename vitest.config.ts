import { defineConfig } from 'vitest/config'

// Tests that open the embedded ClickHouse each take a process of their own: the engine binds
// one data directory per process (see docs/decisions/0002-embedded-clickhouse.md).
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'evals/**/*.test.ts', 'web/src/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Limits against hanging, not measures of speed: a busy machine may be ten times slower than a quiet one.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
