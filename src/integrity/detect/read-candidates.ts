import type { Archive } from '../../archive/archive.ts'
import { escapeField } from '../../archive/escape-field.ts'
import { POSTS_COUNTED_MAX } from './absorb-accounts.ts'
import { Activity, SLOT_SECONDS, slotNumber } from './activity.ts'

import {
  ACCOUNT_ACTIVITY,
  CANDIDATE_POSTS,
  EVERYBODY,
  LANGUAGE_ACTIVITY,
  SINGLE_OBJECTS,
} from './candidates.sql.ts'
import { COINCIDENCE_CHANNELS, type CoincidenceChannel } from './coincidence-channel.ts'
import type { Population } from './population.ts'
import { PostTable } from './post-table.ts'
import { SHARERS_MAX } from './shared-objects.ts'

/** Over several waves a thing may have more sharers than in one. */
const SHARERS_IN_ALL_MAX = 4 * SHARERS_MAX
/** Newest candidates that are looked at: about 150 MB. */
const CANDIDATES_MAX = 300_000
const POSTS_A_QUERY = 5_000
const AUTHORS_A_QUERY = 20_000

/** UTC milliseconds; `to` is not in it. */
export type TimeRange = { readonly from: number; readonly to: number }

export type Candidates = {
  readonly table: PostTable
  readonly activity: Activity
  readonly population: Population
  /** There were more; the newest were taken. */
  readonly isCut: boolean
}

export type CandidateOptions = {
  readonly lang?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Newest candidates that are looked at. */
  readonly candidatesMax?: number | undefined
}

type Reader = Pick<Archive, 'query' | 'getPosts'>

/** Reads what the detector needs of the posts of a time: those that may coincide, and counts of the others. */
export async function readCandidates(
  archive: Reader,
  range: TimeRange,
  { lang, signal, candidatesMax = CANDIDATES_MAX }: CandidateOptions = {},
): Promise<Candidates> {
  const table = new PostTable()
  const ids = await archive.query<{ id: string }>(
    CANDIDATE_POSTS,
    { ...range, sharersMax: SHARERS_IN_ALL_MAX, limit: candidatesMax },
    { signal },
  )
  for (let start = 0; start < ids.length; start += POSTS_A_QUERY) {
    signal?.throwIfAborted()
    const posts = await archive.getPosts(
      ids.slice(start, start + POSTS_A_QUERY).map(({ id }) => id),
      { signal },
    )
    for (const post of posts) if (lang === undefined || post.lang === lang) table.add(post)
  }
  const activity = await readActivity(archive, table, range, signal)
  const population = await readPopulation(archive, { table, activity, range, signal })
  return { table, activity, population, isCut: ids.length === candidatesMax }
}

type Abort = AbortSignal | undefined

async function readActivity(
  archive: Reader,
  table: PostTable,
  range: TimeRange,
  signal: Abort,
): Promise<Activity> {
  const accounts = table.accountNames.size
  const activity = new Activity(accounts)
  const params = { ...range, slotSeconds: SLOT_SECONDS }
  for (let start = 0; start < accounts; start += AUTHORS_A_QUERY) {
    const count = Math.min(AUTHORS_A_QUERY, accounts - start)
    const authors = Array.from({ length: count }, (_, at) => table.accountNames.text(start + at))
    const rows = await archive.query<{ author: string; slot: number; posts: number }>(
      ACCOUNT_ACTIVITY,
      { ...params, authors: authors.map(escapeField).join('\n') },
      { signal },
    )
    for (const { author, slot, posts } of rows)
      activity.countPosts(table.accountNames.internText(author), slotNumber(Number(slot)), Number(posts))
  }
  const rows = await archive.query<{ language: string; slot: number; posts: number }>(
    LANGUAGE_ACTIVITY,
    params,
    { signal },
  )
  for (const { language, slot, posts } of rows)
    activity.countLanguage(table.languageNumber(language), slotNumber(Number(slot)), Number(posts))
  return activity
}

async function readPopulation(
  archive: Reader,
  {
    table,
    activity,
    range,
    signal,
  }: Omit<Candidates, 'population' | 'isCut'> & { range: TimeRange; signal: Abort },
): Promise<Population> {
  const singles = Object.fromEntries(COINCIDENCE_CHANNELS.map((channel) => [channel, 0])) as Record<
    CoincidenceChannel,
    number
  >
  const single = await archive.query<{ channel: number; objects: number }>(SINGLE_OBJECTS, range, { signal })
  for (const { channel, objects } of single) {
    const name = COINCIDENCE_CHANNELS[channel]
    if (name !== undefined) singles[name] = Number(objects)
  }
  const [all] = await archive.query<{ accounts: number; posts: number }>(
    EVERYBODY,
    { ...range, postsCounted: POSTS_COUNTED_MAX },
    { signal },
  )
  let counted = 0
  for (let account = 0; account < table.accountNames.size; account++)
    counted += Math.min(activity.posts(account), POSTS_COUNTED_MAX)
  return {
    singles,
    silentAccounts: Math.max(0, Number(all?.accounts ?? 0) - table.accountNames.size),
    silentPosts: Math.max(0, Number(all?.posts ?? 0) - counted),
  }
}
