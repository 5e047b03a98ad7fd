import { fork } from 'node:child_process'
import { join } from 'node:path'
import { recordResult } from '../evals/record-result.ts'
import type { Channel } from '../src/integrity/network/channel.ts'

/** A network that is made: from which files, of what. */
export type NetworkRequest = {
  readonly files: readonly string[]
  readonly channel: Channel
  readonly windowSeconds: number
  readonly minWeight: number
}

/** What a child process measured, reading included, its own start left out. */
export type NetworkMeasurement = {
  readonly seconds: number
  readonly edges: number
  readonly peakRssBytes: number
}

const FOLDER = join(import.meta.dirname, '..', '..', 'shared', 'data', 'integrity')
const DEV_FILES = ['ira', 'organic_airline', 'organic_breaking_news', 'organic_gop_debate'].map((name) =>
  join(FOLDER, `${name}.ndjson.gz`),
)
const MILLION = join(FOLDER, 'bench', 'bench_1m.csv.gz')
const RUSSIAN = join(FOLDER, 'parity', 'russian_coord_tweets.csv.gz')
const RUNS = 3

/** Co-action networks against a plain SQLite self-join of the same rows, and similar texts in windows of a minute and a day. */
export async function run(): Promise<void> {
  const repost = { channel: 'repost', windowSeconds: 60, minWeight: 2 } as const
  const similar = { files: DEV_FILES, channel: 'similar', minWeight: 1 } as const
  const million = await inTurns({ ...repost, files: [MILLION] })
  const russian = await inTurns({ ...repost, files: [RUSSIAN] })
  const minute = await measure('network-in-verity.ts', { ...similar, windowSeconds: 60 })
  const day = await measure('network-in-verity.ts', { ...similar, windowSeconds: 86_400 })
  if (million.verity.edges !== million.sqlite.edges) throw new Error('the two networks differ')
  const bars = [
    { name: '1 M rows, read and edges', value: million.verity.seconds, unit: 's', atMost: 3 },
    { name: '1 M rows, of the time of a SQLite self-join', value: ratio(million), unit: 'ratio', atMost: 1 },
    { name: '1 M rows, peak resident', value: million.verity.peakRssBytes / 1e6, unit: 'MB', atMost: 300 },
    { name: 'russian_coord_tweets, after start', value: russian.verity.seconds, unit: 's', atMost: 0.15 },
    { name: 'similar texts, 290,913 posts, 60 s', value: minute.seconds, unit: 's', atMost: 6 },
    { name: 'similar texts, 290,913 posts, 24 h', value: day.seconds, unit: 's', atMost: 20 },
  ]
  recordResult('bench-network', { results: { runs: RUNS, million, russian, similar: { minute, day } }, bars })
}

type Pair = { readonly verity: NetworkMeasurement; readonly sqlite: NetworkMeasurement }

async function inTurns(request: NetworkRequest): Promise<Pair> {
  const verity: NetworkMeasurement[] = []
  const sqlite: NetworkMeasurement[] = []
  for (let turn = 0; turn < RUNS; turn++) {
    sqlite.push(await measure('network-in-sqlite.ts', request))
    verity.push(await measure('network-in-verity.ts', request))
  }
  return { verity: median(verity), sqlite: median(sqlite) }
}

function median(measurements: readonly NetworkMeasurement[]): NetworkMeasurement {
  const sorted = measurements.toSorted((one, other) => one.seconds - other.seconds)
  return sorted[Math.floor(sorted.length / 2)] as NetworkMeasurement
}

function ratio({ verity, sqlite }: Pair): number {
  return verity.seconds / sqlite.seconds
}

function measure(script: string, request: NetworkRequest): Promise<NetworkMeasurement> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, script), [JSON.stringify(request)])
    let measurement: NetworkMeasurement | null = null
    child.on('message', (message) => {
      measurement = message as NetworkMeasurement
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (measurement === null) return reject(new Error(`${script} ended with ${code} and no measurement`))
      console.log(
        `${script} ${request.channel} ${request.windowSeconds} s: ${measurement.seconds.toFixed(2)} s`,
      )
      resolve(measurement)
    })
  })
}
