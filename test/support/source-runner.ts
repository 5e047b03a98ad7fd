import { setTimeout } from 'node:timers/promises'
import { PostHub } from '../../src/desk/post-hub.ts'
import { SourceSupervisor } from '../../src/desk/source-supervisor.ts'
import { makePost } from '../../src/domain/post.ts'
import { openLedger } from '../../src/ledger/ledger.ts'
import { realTiming } from '../../src/lib/timing.ts'
import type { Source } from '../../src/sources/source.ts'
import { quietArchive } from './quiet-archive.ts'
import { defaultKind, registerIn, TEST_ENVIRONMENT } from './test-kind.ts'

/**
 * A process that runs the live sources of a ledger until it is killed. Its one source counts on from its cursor, a few
 * posts a second; a line `from N` says where it went on, and each number stands on a line once it is stored.
 */
const ledger = await openLedger({ kind: 'sqlite', file: process.argv[2] ?? '' })

const counting: Source = {
  kind: 'counting',
  title: 'Counting',
  async *run({ cursor, signal, onLine }) {
    onLine({ kind: 'connected', endpoint: 'here', missed: null })
    process.stdout.write(`from ${cursor ?? 0}\n`)
    for (let n = Number(cursor ?? 0) + 1; !signal.aborted; n += 1) {
      const post = makePost({ id: String(n), author: 'a', text: 'one more', source: 'counting' })
      yield {
        ...{ posts: [post], edits: [], deletions: [], dropped: {}, parked: {}, parkedSamples: [] },
        ...{ cursor: String(n), lastEventAt: Date.now() },
      }
      await setTimeout(20)
    }
  },
}

const supervisor = new SourceSupervisor({
  archive: quietArchive(),
  honour: async () => {},
  writer: {
    write: async (posts) => {
      for (const { id } of posts) process.stdout.write(`${id}\n`)
      return { stored: posts.map(({ id }) => id), duplicates: 0, dropped: {}, parked: {} }
    },
  },
  hub: new PostHub(),
  timing: realTiming,
  random: Math.random,
  log: { info: () => undefined, warn: () => undefined },
  ...{ cursors: ledger.cursors, locks: ledger.locks, reports: ledger.sourceReports },
  register: registerIn(ledger, [defaultKind('counting', 'Counting', () => counting)]),
  environment: TEST_ENVIRONMENT,
  live: true,
})
await supervisor.start()
process.stdout.write('ready\n')
await setTimeout(600_000)
