import { join } from 'node:path'
import { makePost, type Post } from '../src/domain/post.ts'
import { LiveDetector, type LiveFinding } from '../src/integrity/live/live-detector.ts'
import { quantile } from '../src/lib/quantile.ts'
import { Random } from '../src/lib/random.ts'
import { readIntegrityPosts } from './integrity-posts.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'

const ORGANIC = ['organic_gop_debate', 'organic_airline', 'organic_breaking_news'] as const
const RUNS = 20
const GROUPS_A_RUN = 5
const MEMBERS = 5
const OBJECTS = 3
const LAG_MS = 600_000
const HOUR_MS = 3_600_000

/**
 * The live detector over streams in time order: planted groups among organic posts, how many posts of theirs pass between the
 * third thing that three of them shared and the first word about them; and whom it names where nothing was planted.
 */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const folder = join(dataDir, 'integrity')
  const organic = await Promise.all(
    ORGANIC.map((name) => readIntegrityPosts(join(folder, `${name}.ndjson.gz`))),
  )
  const overlay = await readIntegrityPosts(join(folder, 'overlay', 'gop_overlay.ndjson.gz'))
  const planted = plantedRuns(organic[0] ?? [])
  const named = organic.map((posts, at) => ({ file: ORGANIC[at], ...countNamed(posts) }))
  const overlayNamed = countNamed(overlay)
  const bars = [
    {
      name: 'planted groups of 5, 3 rare things, found',
      value: planted.found01,
      unit: 'share',
      atLeast: 0.95,
    },
    {
      name: 'posts of theirs after the third thing, median',
      value: planted.delayMedian,
      unit: 'posts',
      atMost: 1,
    },
    ...named.map(({ file, organicNamed01 }) => ({
      ...{ name: `${file}: accounts named`, value: organicNamed01, unit: 'share' },
      atMost: file === 'organic_airline' ? 0 : 0.001,
    })),
    {
      name: 'debate overlay, precision of named accounts',
      value: overlayNamed.precision01,
      unit: 'share',
      atLeast: 0.9,
    },
  ]
  recordResult('detect-live', { results: { planted, named, overlay: overlayNamed }, bars })
}

function plantedRuns(organic: readonly Post[]) {
  const delays: number[] = []
  let groups = 0
  let found = 0
  for (let run = 0; run < RUNS; run++) {
    const random = new Random(`live ${run}`)
    const times = organic.flatMap(({ createdAt }) => createdAt ?? [])
    const planted = Array.from({ length: GROUPS_A_RUN }, (_, group) => plant(group, times, random))
    const detections = firstDetections([...organic, ...planted.flat()])
    for (const [group, posts] of planted.entries()) {
      groups += 1
      const at = detections.get(`planted ${group}`)
      if (at === undefined) continue
      found += 1
      delays.push(postsAfterThird(posts, at))
    }
  }
  return {
    groups,
    found01: found / groups,
    delayMedian: quantile(delays, 0.5),
    delayNinetieth: quantile(delays, 0.9),
  }
}

/** Five accounts share three things nobody else does, each within ten minutes, the things hours apart. */
function plant(group: number, times: readonly number[], random: Random): Post[] {
  const startAt = random.pick(times)
  return Array.from({ length: OBJECTS }, (_, object) =>
    Array.from({ length: MEMBERS }, (_, member) =>
      makePost({
        id: `planted ${group} ${object} ${member}`,
        author: `planted ${group} ${member}`,
        text: 'RT',
        lang: 'en',
        repostOf: `planted ${group} ${object}`,
        createdAt: startAt + object * HOUR_MS + random.integer(0, LAG_MS),
      }),
    ),
  ).flat()
}

/** For each planted group the post with which three of its accounts were named together. */
function firstDetections(posts: readonly Post[]): Map<string, string> {
  const found = new Map<string, string>()
  const detector = new LiveDetector({ sharingsMax: 65_536, textsMax: 32_768 })
  for (const post of inOrder(posts)) {
    const finding = detector.add(post)
    if (finding === null || finding.kind === 'seen') continue
    const name = groupOf(finding)
    if (name !== null && !found.has(name)) found.set(name, post.id)
  }
  return found
}

function groupOf({ group }: LiveFinding): string | null {
  const names = [...group.accounts].filter((account) => account.startsWith('planted '))
  return names.length < 3 ? null : (names[0] as string).split(' ').slice(0, 2).join(' ')
}

/** Posts of the group after the one with which three of its accounts had shared three things. */
function postsAfterThird(posts: readonly Post[], detectedId: string): number {
  const ordered = inOrder(posts)
  const shared = new Map<string, number>()
  const third = ordered.findIndex((post) => {
    shared.set(post.author, (shared.get(post.author) ?? 0) + 1)
    return [...shared.values()].filter((count) => count >= OBJECTS).length >= 3
  })
  return ordered.findIndex(({ id }) => id === detectedId) - third
}

function countNamed(posts: readonly Post[]) {
  const detector = new LiveDetector({ sharingsMax: 131_072, textsMax: 65_536 })
  for (const post of inOrder(posts)) detector.add(post)
  const labels = new Map(posts.map(({ author, label }) => [author, label]))
  const named = detector.groups.all
    .filter(({ confirmedAt }) => confirmedAt !== null)
    .flatMap(({ accounts }) => [...accounts])
  const wrong = named.filter((account) => labels.get(account) === 'organic').length
  const organicAccounts = [...labels.values()].filter((label) => label === 'organic').length
  return {
    named: named.length,
    precision01: named.length === 0 ? 1 : (named.length - wrong) / named.length,
    organicNamed01: organicAccounts === 0 ? 0 : wrong / organicAccounts,
  }
}

function inOrder(posts: readonly Post[]): Post[] {
  return posts.toSorted((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0))
}
