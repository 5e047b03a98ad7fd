import { expect, test } from 'vitest'
import { fuzzBluesky } from './support/firehose-fuzz.ts'

const INPUTS = 10_000

test('no frame, CAR file or message, however damaged, breaks a reader or makes half a post', async () => {
  const before = process.memoryUsage().rss
  const { outcomes } = await fuzzBluesky({ seed: 'bluesky', inputs: INPUTS })
  for (const kind of ['post', 'edit', 'delete', 'author_gone', 'unreadable']) {
    expect(outcomes[kind], kind).toBeGreaterThan(0)
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000)
})
