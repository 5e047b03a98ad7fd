import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { recordResult } from '../evals/record-result.ts'
import { openArchive } from '../src/archive/archive.ts'
import { answer } from '../src/assistant/ask.ts'
import { formatPostLine } from '../src/domain/post-json.ts'
import { importFiles } from '../src/ingest/import-files.ts'
import { simulate } from '../src/sources/simulated/simulate.ts'

const POSTS = 1_000_000
const QUESTIONS = 100
const SEED = 7

/**
 * Time of an embedded answer over a million posts: the simulated network with its own questions, asked one
 * after the other in one process. The first ten warm the engine and are not counted.
 *
 * @param rest a number of posts other than a million, for a quick look that is not recorded
 */
export async function run(rest: readonly string[]): Promise<void> {
  const posts = rest[0] === undefined ? POSTS : Number(rest[0])
  const dataDir = mkdtempSync(join(tmpdir(), 'verity-answer-'))
  try {
    const network = simulate({ seed: SEED, posts })
    await using archive = await openArchive({ kind: 'embedded', dataDir })
    const stream = Readable.from(lines(network.posts))
    const report = await importFiles({ inputs: [{ kind: 'stream', name: 'simulated', stream }], archive })
    console.log(`${report.stored} posts stored in ${report.seconds.toFixed(1)} s`)
    const timesMs: number[] = []
    let abstained = 0
    for (const [index, { question }] of network.truth.questions.slice(0, QUESTIONS + 10).entries()) {
      const startedAt = performance.now()
      const given = await answer({ question }, { archive, clock: Date.now })
      if (index < 10) continue
      timesMs.push(performance.now() - startedAt)
      abstained += given.abstained ? 1 : 0
    }
    timesMs.sort((a, b) => a - b)
    const at = (share: number) => timesMs[Math.floor(share * (timesMs.length - 1))] ?? Number.NaN
    const results = {
      posts: report.stored,
      questions: timesMs.length,
      abstained,
      p50Ms: at(0.5),
      p95Ms: at(0.95),
      maxMs: at(1),
    }
    console.log(results)
    if (rest[0] !== undefined) return
    recordResult('answer-speed', {
      results,
      bars: [
        { name: 'embedded answer over 1 M posts, p50', value: results.p50Ms, unit: 'ms', atMost: 150 },
        { name: 'embedded answer over 1 M posts, p95', value: results.p95Ms, unit: 'ms', atMost: 400 },
      ],
    })
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function* lines(posts: ReturnType<typeof simulate>['posts']): Generator<Buffer> {
  for (const post of posts) yield Buffer.from(`${JSON.stringify(formatPostLine(post))}\n`)
}
