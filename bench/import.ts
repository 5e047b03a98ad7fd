import { fork } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { recordResult } from '../evals/record-result.ts'
import { importLines } from './import-posts.ts'

/** What a child process measured over the same posts. */
export type ImportMeasurement = {
  readonly seconds: number /** Of all threads. */
  readonly cpuSeconds: number
  readonly posts: number
  readonly peakRssBytes: number
}

const RATIO_MAX = 1.3
/** A million posts and more have bars and a file of their own. */
const MILLION = 1_000_000
const MILLION_RATIO_MAX = 1
const MILLION_POSTS_PER_SECOND_MIN = 30_000
const RSS_MAX_MB = 700

/**
 * Import with full analysis against inserting the same posts into SQLite FTS5. Verity reads, parses, analyses and stores a
 * file; SQLite gets the parsed posts from memory, so the comparison leans towards SQLite.
 * Each runs in its own process, in turns.
 */
export async function run(rest: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...rest],
    options: { posts: { type: 'string' }, runs: { type: 'string' }, 'no-record': { type: 'boolean' } },
  })
  const posts = Number(values.posts ?? 400_000)
  const runs = Number(values.runs ?? 3)
  const dir = await mkdtemp(join(tmpdir(), 'verity-bench-import-'))
  try {
    const file = join(dir, 'posts.ndjson')
    await pipeline(Readable.from(lines(posts)), createWriteStream(file))
    console.log(
      `${posts} posts, ${((await stat(file)).size / 1e6).toFixed(0)} MB of NDJSON, ${runs} runs each`,
    )
    const fts5: ImportMeasurement[] = []
    const verity: ImportMeasurement[] = []
    for (let index = 0; index < runs; index++) {
      fts5.push(await measure('import-into-fts5.ts', file, join(dir, `fts5-${index}`)))
      verity.push(await measure('import-into-verity.ts', file, join(dir, `verity-${index}`)))
      console.log(`run ${index + 1}: FTS5 ${describe(fts5.at(-1))}; Verity ${describe(verity.at(-1))}`)
    }
    const ratio = median(verity.map(({ seconds }) => seconds)) / median(fts5.map(({ seconds }) => seconds))
    const peakMb = Math.max(...verity.map(({ peakRssBytes }) => peakRssBytes)) / 1e6
    const bars = [
      {
        name: 'import time / SQLite FTS5 insert time (medians)',
        value: ratio,
        unit: 'ratio',
        atMost: posts >= MILLION ? MILLION_RATIO_MAX : RATIO_MAX,
      },
      { name: 'peak resident memory of the import', value: peakMb, unit: 'MB', atMost: RSS_MAX_MB },
      ...(posts >= MILLION ? [rateBar(verity)] : []),
    ]
    if (values['no-record'] === true) console.log(bars)
    else
      recordResult(posts >= MILLION ? 'bench-import-million' : 'bench-import', {
        results: { posts, runs, fts5, verity },
        bars,
      })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function rateBar(verity: readonly ImportMeasurement[]) {
  const value = median(verity.map(({ posts, seconds }) => posts / seconds))
  return {
    name: 'posts imported a second (median)',
    value,
    unit: 'posts/s',
    atLeast: MILLION_POSTS_PER_SECOND_MIN,
  }
}

function* lines(posts: number): Generator<string> {
  let chunk: string[] = []
  for (const line of importLines(1, posts)) {
    chunk.push(line)
    if (chunk.length < 1_000) continue
    yield `${chunk.join('\n')}\n`
    chunk = []
  }
  if (chunk.length > 0) yield `${chunk.join('\n')}\n`
}

function measure(script: string, file: string, dataDir: string): Promise<ImportMeasurement> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, script), [file, dataDir])
    let measurement: ImportMeasurement | null = null
    child.on('message', (message) => {
      measurement = message as ImportMeasurement
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (measurement === null) reject(new Error(`${script} ended with ${code} and no measurement`))
      else resolve(measurement)
    })
  })
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function describe(measurement: ImportMeasurement | undefined): string {
  if (measurement === undefined) return 'nothing'
  const { posts, seconds, cpuSeconds, peakRssBytes } = measurement
  return `${seconds.toFixed(1)} s (${Math.round(posts / seconds)} posts/s, ${cpuSeconds.toFixed(1)} s of CPU, ${Math.round(peakRssBytes / 1e6)} MB)`
}
