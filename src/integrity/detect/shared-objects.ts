import { groupRows } from '../../lib/group-rows.ts'
import { type Activity, slotOf } from './activity.ts'
import { COINCIDENCE_CHANNELS, type CoincidenceChannel } from './coincidence-channel.ts'
import type { Population } from './population.ts'
import type { PostTable } from './post-table.ts'

/** A longer silence ends one wave of an object and begins the next. */
export const WAVE_GAP_SECONDS = 86_400
/** What more accounts share within a wave is public property, and says nothing of any of them. */
export const SHARERS_MAX = 100

/** Something that several accounts shared within one wave. */
export type SharedObject = {
  /** Number in the table of posts. */
  readonly object: number
  readonly channel: CoincidenceChannel
  /** The first post of each account, oldest first. */
  readonly posts: readonly number[]
  /** Accounts of the posts. */
  readonly accounts: readonly number[]
  /** When the wave began. */
  readonly slot: number
  /** Posts in its language around that time: what everybody chose from. */
  readonly localPosts: number
}

export type SharedObjects = {
  /** Those that 2 to `SHARERS_MAX` accounts shared. */
  readonly objects: readonly SharedObject[]
  /** For each channel how many more accounts to expect behind an object that nobody else was seen to share. */
  readonly unseenSharers: Readonly<Record<CoincidenceChannel, number>>
}

/**
 * Finds what was shared by several accounts, wave by wave.
 *
 * What nobody else shared has not a chance of zero. How many sharers such objects really have is estimated from how
 * many have exactly one more.
 *
 * @see Good, "The population frequencies of species and the estimation of population parameters", Biometrika 1953
 */
export function findSharedObjects(
  table: PostTable,
  activity: Activity,
  { singles }: Population,
): SharedObjects {
  const objects: SharedObject[] = []
  const sharedBy = Object.fromEntries(
    COINCIDENCE_CHANNELS.map((channel) => [channel, { one: 0, two: 0 }]),
  ) as Record<CoincidenceChannel, { one: number; two: number }>
  for (const { object, posts, isShared } of waves(table)) {
    const channel = table.channelOf(object)
    const accounts = posts.map((post) => table.account(post))
    if (accounts.length === 1 && (isShared || singles === null)) sharedBy[channel].one += 1
    if (accounts.length === 2) sharedBy[channel].two += 1
    if (accounts.length < 2 || accounts.length > SHARERS_MAX) continue
    const slot = slotOf(table.time(posts[0] as number))
    const localPosts = activity.languagePostsNear(commonLanguage(table, posts), slot)
    objects.push({ object, channel, posts, accounts, slot, localPosts })
  }
  const unseenSharers = Object.fromEntries(
    Object.entries(sharedBy).map(([channel, { one, two }]) => [
      channel,
      expectUnseen(one + (singles?.[channel as CoincidenceChannel] ?? 0), two),
    ]),
  ) as Record<CoincidenceChannel, number>
  return { objects, unseenSharers }
}

/** Below this the estimate would say that a coincidence cannot be. */
const UNSEEN_MIN = 0.005

/** Good–Turing: of objects seen with one account, 2 · n₂ / n₁ other accounts are to be expected. */
function expectUnseen(one: number, two: number): number {
  return Math.min(1, Math.max(UNSEEN_MIN, (2 * (two + 1)) / (one + 1)))
}

/** For each object its waves: the first post of each account, oldest first. */
function* waves(table: PostTable): Generator<{ object: number; posts: number[]; isShared: boolean }> {
  const { sharings } = table
  const objects = Uint32Array.from({ length: sharings.length / 2 }, (_, at) => sharings[at * 2] as number)
  const { starts, rows } = groupRows(objects, table.objectNames.size)
  for (let object = 0; object < table.objectNames.size; object++) {
    const all = Array.from(
      rows.subarray(starts[object], starts[object + 1]),
      (row) => sharings[row * 2 + 1] as number,
    )
    all.sort((one, other) => table.time(one) - table.time(other) || one - other)
    const isShared = all.some((post) => table.account(post) !== table.account(all[0] as number))
    for (const posts of cutWaves(table, all))
      yield { object, posts: firstOfEachAccount(table, posts), isShared }
  }
}

function cutWaves(table: PostTable, posts: readonly number[]): number[][] {
  const found: number[][] = []
  let last = Number.NEGATIVE_INFINITY
  for (const post of posts) {
    const time = table.time(post)
    if (time - last > WAVE_GAP_SECONDS) found.push([])
    found.at(-1)?.push(post)
    last = time
  }
  return found
}

function firstOfEachAccount(table: PostTable, posts: readonly number[]): number[] {
  if (posts.length === 1) return [...posts]
  const seen = new Set<number>()
  return posts.filter((post) => {
    const account = table.account(post)
    if (seen.has(account)) return false
    seen.add(account)
    return true
  })
}

function commonLanguage(table: PostTable, posts: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const post of posts) {
    const language = table.language(post)
    counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  const [[common = 0] = []] = [...counts].sort(([, one], [, other]) => other - one)
  return common
}
