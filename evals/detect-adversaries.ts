import { makePost, type Post } from '../src/domain/post.ts'
import { detectCampaigns } from '../src/integrity/detect/detect-campaigns.ts'
import { PostTable } from '../src/integrity/detect/post-table.ts'
import { LiveDetector } from '../src/integrity/live/live-detector.ts'
import { Random } from '../src/lib/random.ts'
import { simulate } from '../src/sources/simulated/simulate.ts'
import { recordResult } from './record-result.ts'

const RUNS = 10
const NETWORK_POSTS = 8_000
const START_AT = Date.UTC(2026, 2, 2)
const MEMBERS = 6
const THINGS = 5
const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** How a group hides what its members have in common. `n` counts the copy, from 0 for the first. */
type Disguise = {
  readonly name: string
  readonly lagMs: (random: Random) => number
  readonly text: (text: string, n: number, random: Random) => string
  readonly url: (url: string, n: number, random: Random) => string | null
  /** Members that share each thing; the others leave it out. */
  readonly share01?: number
}

const SOON = (random: Random) => random.integer(5, 300) * SECOND_MS
const SAME = (text: string) => text
const NO_LINK = () => null

const DISGUISES: readonly Disguise[] = [
  { name: 'none: same words and link within five minutes', lagMs: SOON, text: SAME, url: SAME },
  { name: 'words only', lagMs: SOON, text: SAME, url: NO_LINK },
  {
    name: 'jitter: within two hours',
    lagMs: (random) => random.integer(0, 120) * MINUTE_MS,
    text: SAME,
    url: NO_LINK,
  },
  {
    name: 'slow drip: over twenty hours',
    lagMs: (random) => random.integer(0, 20 * 60) * MINUTE_MS,
    text: SAME,
    url: NO_LINK,
  },
  {
    name: 'paraphrase: a tenth of the words',
    lagMs: SOON,
    text: (text, n, random) => swapped(text, 0.1, n, random),
    url: NO_LINK,
  },
  {
    name: 'paraphrase: a fifth of the words',
    lagMs: SOON,
    text: (text, n, random) => swapped(text, 0.2, n, random),
    url: NO_LINK,
  },
  {
    name: 'paraphrase: two fifths of the words',
    lagMs: SOON,
    text: (text, n, random) => swapped(text, 0.4, n, random),
    url: NO_LINK,
  },
  {
    name: 'paraphrase: two fifths, same link',
    lagMs: SOON,
    text: (text, n, random) => swapped(text, 0.4, n, random),
    url: SAME,
  },
  {
    name: 'tracking parameters in the link',
    lagMs: SOON,
    text: (text, n, random) => swapped(text, 0.4, n, random),
    url: (url, n) => `${url}?utm_source=s${n}&fbclid=${n * 7919}`,
  },
  {
    name: 'made-up parameters in the link',
    lagMs: SOON,
    text: (text, n, random) => swapped(text, 0.4, n, random),
    url: (url, n) => `${url}?r=${n * 104729}`,
  },
  { name: 'look-alike letters', lagMs: SOON, text: lookalikes, url: NO_LINK },
  {
    name: 'invisible characters and accents',
    lagMs: SOON,
    text: (text, n) => (n === 0 ? text : text.replaceAll('e', n % 2 === 0 ? 'e\u200b' : 'é')),
    url: NO_LINK,
  },
  {
    name: 'emoji, capitals and tags around it',
    lagMs: SOON,
    text: (text, n) => (n % 2 === 0 ? `🔥 ${text.toUpperCase()}!!` : `${text} 👇 #now`),
    url: NO_LINK,
  },
  { name: 'each thing by half of the members', lagMs: SOON, text: SAME, url: NO_LINK, share01: 0.5 },
]

/** How often a group of six with five things to push is found in simulated networks, by how it hides. */
export async function run(): Promise<void> {
  const networks = Array.from({ length: RUNS }, (_, seed) => organicPosts(seed + 1))
  const rows = DISGUISES.map((disguise) => {
    let archive = 0
    let live = 0
    for (const [seed, posts] of networks.entries()) {
      const all = [...posts, ...plant(disguise, new Random(`adversary ${disguise.name} ${seed}`))]
      all.sort((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0))
      if (isFound(groupsOf(all))) archive += 1
      if (isFound(liveGroupsOf(all))) live += 1
    }
    const row = { disguise: disguise.name, found01: archive / RUNS, foundLive01: live / RUNS }
    console.log(row)
    return row
  })
  const wrong = networks.map((posts) => groupsOf(posts).length)
  recordResult('detect-adversaries', {
    results: { runs: RUNS, members: MEMBERS, things: THINGS, rows, groupsWithoutAnyPlanted: wrong },
  })
}

/** A simulated network without the campaign that it holds. */
function organicPosts(seed: number): Post[] {
  const { posts } = simulate({ seed, posts: NETWORK_POSTS, startAt: START_AT })
  return [...posts].filter(({ label }) => label?.startsWith('campaign') !== true)
}

function plant({ lagMs, text, url, share01 = 1 }: Disguise, random: Random): Post[] {
  return Array.from({ length: THINGS }, (_, thing) => {
    const words = Array.from({ length: 16 }, () => `word${random.integer(0, 1e9).toString(36)}`).join(' ')
    const link = `https://site${random.integer(0, 1e6)}.example/page${thing}`
    const startAt = START_AT + random.integer(20, 50) * HOUR_MS
    return Array.from({ length: MEMBERS }, (_, member) => member)
      .filter(() => share01 === 1 || random.chance(share01))
      .map((member, n) => {
        const address = url(link, n, random)
        return makePost({
          id: `planted ${thing} ${member}`,
          author: `planted ${member}`,
          lang: 'en',
          text: `${text(words, n, random)}${address === null ? '' : ` ${address}`}`,
          urls: address === null ? [] : [address],
          createdAt: startAt + lagMs(random),
        })
      })
  }).flat()
}

function swapped(text: string, share01: number, n: number, random: Random): string {
  if (n === 0) return text
  const words = text.split(' ')
  const changed = new Set(
    random.shuffled(words.map((_, at) => at)).slice(0, Math.round(words.length * share01)),
  )
  return words
    .map((word, at) => (changed.has(at) ? `other${random.integer(0, 1e9).toString(36)}` : word))
    .join(' ')
}

function lookalikes(text: string, n: number): string {
  if (n === 0) return text
  const [from, to] = n % 2 === 0 ? ['o', 'о'] : ['a', 'а']
  return text.replaceAll(from as string, to as string)
}

function groupsOf(posts: readonly Post[]): string[][] {
  const table = new PostTable()
  for (const post of posts) table.add(post)
  return detectCampaigns(table)
    .campaigns.filter(({ isConfirmed }) => isConfirmed)
    .map(({ accounts }) => accounts.map(({ id }) => id))
}

function liveGroupsOf(posts: readonly Post[]): string[][] {
  const detector = new LiveDetector({ sharingsMax: 65_536, textsMax: 32_768 })
  for (const post of posts) detector.add(post)
  return detector.groups.all
    .filter(({ confirmedAt }) => confirmedAt !== null)
    .map(({ accounts }) => [...accounts])
}

function isFound(groups: readonly (readonly string[])[]): boolean {
  return groups.some((accounts) => accounts.filter((account) => account.startsWith('planted ')).length >= 3)
}
