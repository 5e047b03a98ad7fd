import { fork } from 'node:child_process'
import { join } from 'node:path'
import { recordResult } from '../evals/record-result.ts'

export type StoriesMeasurement = {
  /** Processor time, of all threads: other work on the machine does not count. */
  readonly cpuSeconds: number
  readonly stories: number
  readonly terms: number
  readonly peakRssBytes: number
}

const POSTS_DEFAULT = 1_000_000

/**
 * Grouping of a million live posts in one pass, the reading of their text included, against making the posts alone.
 * `--` then a number: so many posts instead.
 */
export async function run([posts]: readonly string[]): Promise<void> {
  const count = Number(posts ?? POSTS_DEFAULT)
  const made = await measure('make', count)
  const terms = await measure('terms', count)
  const grouped = await measure('group', count)
  const perSecond = count / (grouped.cpuSeconds - made.cpuSeconds)
  recordResult('bench-stories', {
    results: {
      posts: count,
      made,
      terms,
      grouped,
      timesReadingTerms: (grouped.cpuSeconds - made.cpuSeconds) / (terms.cpuSeconds - made.cpuSeconds),
    },
    bars: [
      {
        name: 'grouping, reading included',
        value: perSecond,
        unit: 'posts per second of processor time',
        atLeast: 10_000,
      },
      {
        name: 'peak resident of the whole process',
        value: grouped.peakRssBytes / 1e6,
        unit: 'MB',
        atMost: 700,
      },
    ],
  })
}

function measure(work: 'make' | 'terms' | 'group', count: number): Promise<StoriesMeasurement> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'stories-in-verity.ts'), [work, String(count)])
    let measurement: StoriesMeasurement | null = null
    child.on('message', (message) => {
      measurement = message as StoriesMeasurement
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (measurement === null) return reject(new Error(`${work} ended with ${code} and no measurement`))
      console.log(
        `${work}: ${measurement.cpuSeconds.toFixed(1)} s of processor time, ${Math.round(measurement.peakRssBytes / 1e6)} MB`,
      )
      resolve(measurement)
    })
  })
}
