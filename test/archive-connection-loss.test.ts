import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { makePost, type Post } from '../src/domain/post.ts'
import { inlineAnalysis } from '../src/ingest/analysis-pool.ts'
import { PostWriter } from '../src/ingest/post-writer.ts'
import { Random } from '../src/lib/random.ts'
import { type LineFault, UnreliableLine } from './support/unreliable-line.ts'

const SECRET = 'a secret of this test'
const BATCHES = 60
const POSTS = 40
/** The engine's process is killed and started again after so many batches. */
const RESTART_EVERY = 20

let dataDir: string
let line: UnreliableLine
let engine: ChildProcess

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-line-'))
  line = await UnreliableLine.open()
  await startEngine()
})
afterEach(async () => {
  await kill()
  await line[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

test('whatever the line to the engine does, every post is stored once', async () => {
  const random = new Random('archive-connection-loss')
  await using archive = await openArchive(through(line.port))
  await using straight = await openArchive(through(line.targetPort))
  expect((await straight.stats()).posts).toBe(0)
  const writer = new PostWriter({ archive, clock: Date.now, analysis: inlineAnalysis })
  let faults = 0
  line.nextFault = () => {
    const fault = randomFault(random)
    if (fault.kind !== 'none') faults += 1
    return fault
  }
  for (let batch = 0; batch < BATCHES; batch++) {
    if (batch > 0 && batch % RESTART_EVERY === 0) {
      const writing = write(writer, postsOf(batch))
      await kill()
      await startEngine()
      await writing
    } else await write(writer, postsOf(batch))
  }
  expect(faults).toBeGreaterThan(BATCHES / 2)
  await using now = await openArchive(through(line.targetPort))
  expect(await count(now)).toEqual({ rows: BATCHES * POSTS, ids: BATCHES * POSTS })
}, 240_000)

/** Again and again, as a source does. */
async function write(writer: PostWriter, posts: readonly Post[]): Promise<void> {
  for (;;) {
    try {
      await writer.write(posts)
      return
    } catch (error) {
      expect(error).toMatchObject({ code: 'store_failed' })
    }
  }
}

function randomFault(random: Random): LineFault {
  switch (random.integer(0, 7)) {
    case 0:
      return { kind: 'refused' }
    case 1:
      return { kind: 'cut', afterMs: random.integer(0, 30) }
    case 2:
      return { kind: 'answer lost' }
    case 3:
      return { kind: 'slow', byMs: random.integer(20, 100) }
    default:
      return { kind: 'none' }
  }
}

function postsOf(batch: number): Post[] {
  return Array.from({ length: POSTS }, (_, index) =>
    makePost({ id: `${batch}-${index}`, author: `a${index}`, text: `Post ${index} of batch ${batch}` }),
  )
}

async function count(archive: Archive): Promise<unknown> {
  const [row] = await archive.query('SELECT count() AS rows, uniqExact(id) AS ids FROM posts')
  return row
}

function through(port: number) {
  const url = `http://127.0.0.1:${port}/internal/clickhouse`
  return { kind: 'server', url, httpHeaders: { 'x-verity-secret': SECRET } } as const
}

async function startEngine(): Promise<void> {
  const script = join(import.meta.dirname, 'support/lending-process.ts')
  engine = spawn(process.execPath, [script, dataDir, SECRET], { stdio: ['ignore', 'pipe', 'ignore'] })
  const lines = createInterface({ input: engine.stdout as NodeJS.ReadableStream })
  const [port] = await once(lines, 'line')
  line.targetPort = Number(port)
}

async function kill(): Promise<void> {
  if (engine.exitCode !== null || engine.signalCode !== null) return
  engine.kill('SIGKILL')
  await once(engine, 'exit')
}
