import { join } from 'node:path'
import { makePost, type Post } from '../src/domain/post.ts'
import { type Detection, detectCampaigns } from '../src/integrity/detect/detect-campaigns.ts'
import { PostTable } from '../src/integrity/detect/post-table.ts'
import { Random } from '../src/lib/random.ts'
import { matchedAuc, scoreNamed } from './detect-measures.ts'
import { readIntegrityPosts } from './integrity-posts.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'

const ORGANIC = ['organic_gop_debate', 'organic_airline', 'organic_breaking_news'] as const
/** Campaign accounts with fewer posts are not asked for. */
const POSTS_MIN = { plain: 10, overlay: 3 } as const
const SHUFFLE_SEEDS = ['one', 'two', 'three']
const PLANTED_RUNS = 10
const PLANTED_PER_RUN = 10
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** Detection of campaigns on the development part: who is named, rightly and wrongly, and what is found where only chance acts. */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const folder = join(dataDir, 'integrity')
  const overlay = await readIntegrityPosts(join(folder, 'overlay', 'gop_overlay.ndjson.gz'))
  const organic = await Promise.all(
    ORGANIC.map((name) => readIntegrityPosts(join(folder, `${name}.ndjson.gz`))),
  )
  const plain = [...(await readIntegrityPosts(join(folder, 'ira.ndjson.gz'))), ...organic.flat()]
  const found = { overlay: detect(overlay), plain: detect(plain) }
  const results = {
    plain: scoreNamed(found.plain, plain, POSTS_MIN.plain),
    overlay: scoreNamed(found.overlay, overlay, POSTS_MIN.overlay),
    matchedAuc: matchedAuc(found.overlay, overlay, POSTS_MIN.overlay),
    organic: organic.map((posts, at) => ({ file: ORGANIC[at], ...scoreNamed(detect(posts), posts, 1) })),
    shuffledLinks: {
      overlay: shuffledLinks(overlay, confirmedLinks(found.overlay)),
      plain: shuffledLinks(plain, confirmedLinks(found.plain)),
    },
    planted: plantedFound(organic[0] ?? []),
  }
  console.log(JSON.stringify(results, null, 1))
  recordResult('detect', { results, bars: barsOf(results) })
}

type Results = {
  readonly plain: ReturnType<typeof scoreNamed>
  readonly overlay: ReturnType<typeof scoreNamed>
  readonly matchedAuc: number
  readonly organic: readonly (ReturnType<typeof scoreNamed> & { readonly file: string | undefined })[]
  readonly shuffledLinks: Readonly<Record<'overlay' | 'plain', ReturnType<typeof shuffledLinks>>>
  readonly planted: ReturnType<typeof plantedFound>
}

function barsOf({ plain, overlay, matchedAuc: auc, organic, shuffledLinks: shuffled, planted }: Results) {
  const bar = (name: string, value: number, unit: string) => ({ name, value, unit })
  return [
    { ...bar('plain part, precision of named accounts', plain.precision01, 'share'), atLeast: 0.97 },
    { ...bar('plain part, recall of accounts with 10 posts', plain.recall01, 'share'), atLeast: 0.75 },
    { ...bar('debate overlay, precision of named accounts', overlay.precision01, 'share'), atLeast: 0.9 },
    { ...bar('debate overlay, recall of accounts with 3 posts', overlay.recall01, 'share'), atLeast: 0.12 },
    { ...bar('activity-matched AUC on the overlay', auc, 'AUC'), atLeast: 0.75 },
    ...organic.map(({ file, organicNamed01 }) => ({
      ...bar(`${file}: accounts named`, organicNamed01, 'share'),
      atMost: file === 'organic_airline' ? 0 : 0.001,
    })),
    {
      ...bar('overlay, links after an hourly shuffle of authors', shuffled.overlay.share01, 'share'),
      atMost: 0.05,
    },
    {
      ...bar('plain part, links after an hourly shuffle of authors', shuffled.plain.share01, 'share'),
      atMost: 0.05,
    },
    { ...bar('planted groups of 5 with 3 rare objects found', planted.found01, 'share'), atLeast: 0.95 },
  ]
}

function detect(posts: readonly Post[]): Detection {
  const table = new PostTable()
  for (const post of posts) table.add(post)
  return detectCampaigns(table)
}

function confirmedLinks({ links }: Detection): number {
  return links.filter(({ isConfirmed }) => isConfirmed).length
}

/** The same posts, given to random authors of the same hour: who is awake when, and what is popular, stay; acting together does not. */
function shuffledLinks(posts: readonly Post[], real: number) {
  const shuffled = SHUFFLE_SEEDS.map((seed) => confirmedLinks(detect(shuffleAuthors(posts, seed))))
  const mean = shuffled.reduce((sum, links) => sum + links, 0) / shuffled.length
  return { real, shuffled, share01: mean / real }
}

function shuffleAuthors(posts: readonly Post[], seed: string): Post[] {
  const random = new Random(seed)
  const hours = Map.groupBy(posts, ({ createdAt }) => Math.floor((createdAt ?? 0) / HOUR_MS))
  return [...hours.values()].flatMap((hour) => {
    const authors = random.shuffled(hour.map(({ author }) => author))
    return hour.map((post, at) => ({ ...post, author: authors[at] as string }))
  })
}

/** Groups of five accounts that repost three posts nobody else does, each within ten minutes, among organic posts. */
function plantedFound(organic: readonly Post[]) {
  let found = 0
  for (let run = 0; run < PLANTED_RUNS; run++) {
    const random = new Random(`planted ${run}`)
    const planted = Array.from({ length: PLANTED_PER_RUN }, (_, group) => plantGroup(group, organic, random))
    const { campaigns } = detect([...organic, ...planted.flat()])
    for (let group = 0; group < PLANTED_PER_RUN; group++) {
      const isFound = campaigns.some(
        ({ isConfirmed, accounts }) =>
          isConfirmed && accounts.filter(({ id }) => id.startsWith(`planted ${group} `)).length >= 3,
      )
      if (isFound) found += 1
    }
  }
  return { groups: PLANTED_RUNS * PLANTED_PER_RUN, found01: found / (PLANTED_RUNS * PLANTED_PER_RUN) }
}

function plantGroup(group: number, organic: readonly Post[], random: Random): Post[] {
  const times = organic.flatMap(({ createdAt }) => (createdAt === null ? [] : [createdAt]))
  return [0, 1, 2].flatMap((object) => {
    const startAt = random.pick(times)
    return [0, 1, 2, 3, 4].map((member) =>
      makePost({
        id: `planted ${group} ${object} ${member}`,
        author: `planted ${group} ${member}`,
        text: 'RT',
        lang: 'en',
        repostOf: `planted ${group} ${object}`,
        createdAt: startAt + random.integer(0, 10) * MINUTE_MS,
      }),
    )
  })
}
