import { fork } from 'node:child_process'
import { loadavg } from 'node:os'
import { recordResult } from '../evals/record-result.ts'
import { makePost, type Post } from '../src/domain/post.ts'
import { LiveDetector } from '../src/integrity/live/live-detector.ts'
import { quantile } from '../src/lib/quantile.ts'
import { Random } from '../src/lib/random.ts'
import { syntheticWord } from './synthetic-posts.ts'

const POSTS = 1_200_000
/** Posts of one day, which is what the detector holds: a million. */
const POSTS_A_DAY = 1_000_000
const CHUNK = 20_000
const ACCOUNTS = 150_000
/** 1 January 2026, UTC. */
const FIRST_AT = 1_767_225_600_000
const DAY_MS = 86_400_000
const MB = 1_000_000

/**
 * The live detector over 1.2 million posts in time order, a million of them a day: half of them reposts of things whose popularity
 * follows Zipf's law, the others texts, of which a third have a link, a tenth three tags and a fifth answer somebody. Making
 * the posts is not timed. On a shared machine the rate is also given for processor time, and how many others wanted it. Memory is that of the process beyond what it had with a chunk of posts and no detector.
 */
export async function run(rest: readonly string[]): Promise<void> {
  if (rest[0] !== 'here') return inOwnProcess()
  const random = new Random('detect-live')
  chunkOf(0, random)
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  const detector = new LiveDetector()
  const micros = new Float32Array(POSTS)
  let seconds = 0
  let cpuSeconds = 0
  let peak = 0
  for (let start = 0; start < POSTS; start += CHUNK) {
    const posts = chunkOf(start, random)
    const begun = performance.now()
    const used = process.cpuUsage()
    for (const [at, post] of posts.entries()) {
      const from = performance.now()
      detector.add(post)
      micros[start + at] = (performance.now() - from) * 1_000
    }
    const { user, system } = process.cpuUsage(used)
    cpuSeconds += (user + system) / 1e6
    seconds += (performance.now() - begun) / 1_000
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  micros.sort()
  const results = {
    posts: POSTS,
    seconds,
    cpuSeconds,
    postsASecond: POSTS / seconds,
    postsACpuSecond: POSTS / cpuSeconds,
    /** Processes that wanted to run meanwhile, on average. */
    loadAverage: loadavg()[0],
    p50Micros: quantile(micros, 0.5),
    p99Micros: quantile(micros, 0.99),
    worstMicros: quantile(micros, 1),
    detectorMb: (peak - before) / MB,
    processMb: peak / MB,
    groups: detector.groups.all.length,
  }
  console.log(results)
  recordResult('bench-detect-live', {
    results,
    bars: [
      {
        name: 'posts a second of processor time, all channels, a day of state',
        value: results.postsACpuSecond,
        unit: 'posts/s',
        atLeast: 20_000,
      },
      { name: 'a post, 99th percentile', value: results.p99Micros / 1_000, unit: 'ms', atMost: 2 },
      { name: 'whole process at a million live posts', value: results.processMb, unit: 'MB', atMost: 600 },
    ],
  })
}

/** A process of its own, whose heap is as small as that of an import. */
function inOwnProcess(): Promise<void> {
  const child = fork(new URL('run.ts', import.meta.url), ['detect-live', 'here'], {
    execArgv: ['--max-semi-space-size=8', '--max-old-space-size=512'],
  })
  return new Promise((resolve, reject) => {
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The benchmark ended with ${code}.`)),
    )
  })
}

function chunkOf(start: number, random: Random): Post[] {
  return Array.from({ length: CHUNK }, (_, at) => postAt(start + at, random))
}

function postAt(index: number, random: Random): Post {
  const base = {
    id: `live:${index}`,
    author: `author-${zipf(random, ACCOUNTS)}`,
    createdAt: FIRST_AT + (index * DAY_MS) / POSTS_A_DAY,
    lang: random.chance(0.7) ? 'en' : 'fr',
    source: 'synthetic',
  }
  if (random.chance(0.5)) return makePost({ ...base, text: 'RT', repostOf: `live:o${zipf(random, 400_000)}` })
  const words = Array.from({ length: random.integer(6, 24) }, () => syntheticWord(zipf(random, 200_000)))
  const link = `https://${syntheticWord(zipf(random, 5_000))}.example/${zipf(random, 100_000)}?utm_source=x`
  return makePost({
    ...base,
    text: words.join(' '),
    urls: random.chance(0.33) ? [link] : [],
    hashtags: random.chance(0.1) ? [1, 2, 3].map(() => syntheticWord(zipf(random, 20_000))) : [],
    replyTo: random.chance(0.2) ? `live:o${zipf(random, 400_000)}` : null,
  })
}

/** Rank r is drawn with a chance in proportion to 1 / r. */
function zipf(random: Random, ranks: number): number {
  return Math.floor(ranks ** random.next01())
}
