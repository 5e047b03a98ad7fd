import { expect, test } from 'vitest'
import { fuzzX } from './support/x-fuzz.ts'

test.each(['1', '2'])(
  'whatever bytes, lines and posts X sends, what is read can be stored (seed %s)',
  (seed) => {
    const report = fuzzX({ seed, inputs: 1_500 })
    expect(report.inputs).toBeGreaterThanOrEqual(1_500)
    // The mutations leave enough whole to reach every reader, and break enough to be refused.
    expect(report.kept).toBeGreaterThan(1_000)
    expect(report.parked).toBeGreaterThan(500)
    expect(report.dropped).toBeGreaterThan(10)
  },
)
