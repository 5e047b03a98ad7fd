import type { Campaign, CampaignObject } from '../../domain/campaign.ts'
import { DisjointSets } from '../../lib/disjoint-sets.ts'
import type { AccountLink } from './account-links.ts'
import type { Activity } from './activity.ts'
import type { CoincidenceChannel } from './coincidence-channel.ts'
import type { CoincidenceIndex } from './coincidence-index.ts'
import type { SharedObject } from './shared-objects.ts'

/** A group of accounts as it was found. */
export type GroupFound = {
  /** With the strongest evidence for each, as the logarithm of a p-value; strongest first. */
  readonly members: readonly { readonly account: number; readonly logP: number }[]
  readonly links: readonly AccountLink[]
  readonly isConfirmed: boolean
}

/** Nats at which an account's score is half way to 1. */
const HALF_WAY_NATS = 20
/** Smallest number that is still more than zero in every reader of JSON. */
const P_MIN = 1e-300
const QUOTE_CHARS = 60
const KEY_CHARS = 200
/** Objects that are told; there may be hundreds. */
export const OBJECTS_KEPT = 24
const OBJECT_POSTS_KEPT = 40

const ACT: Readonly<Record<CoincidenceChannel, string>> = {
  repost: 'reposted the same post',
  url: 'linked to the same page',
  hashtags: 'used the same hashtags in the same order',
  text: 'posted the same words',
  reply: 'replied to the same post',
  quote: 'quoted the same post',
  image: 'posted the same image',
}

/** The campaign of a group, its id still to be given. */
export function describeCampaign(group: GroupFound, index: CoincidenceIndex, activity: Activity): Campaign {
  const { table } = index
  const common = commonObjects(group, index).map((one) => {
    const expected = expectedSharers(group, one, index, activity)
    return { ...one, expected, ratio: one.accounts.length / expected }
  })
  common.sort((one, other) => other.ratio - one.ratio)
  const members = new Set(group.members.map(({ account }) => account))
  const outsiders = new Set(
    common.flatMap(({ object }) => object.accounts.filter((one) => !members.has(one))),
  )
  const posts = [...new Set(common.flatMap(({ posts }) => posts))].sort(
    (one, other) => table.time(one) - table.time(other),
  )
  const times = posts.map((post) => table.time(post) * 1_000)
  const { logP, logQ } = weakestLink(group.links)
  return {
    id: '',
    accounts: group.members.map(({ account, logP: own }) => ({
      id: table.accountNames.text(account),
      score01: -own / (-own + HALF_WAY_NATS),
    })),
    postIds: posts.map((post) => table.ids[post] as string),
    channels: byFrequency(common.map(({ object }) => object.channel)),
    firstAt: times[0] ?? 0,
    lastAt: times.at(-1) ?? 0,
    pValue: Math.max(P_MIN, Math.exp(logP)),
    qValue: Math.max(P_MIN, Math.exp(logQ)),
    isConfirmed: group.isConfirmed,
    why: explain(group, common, index),
    objects: common.slice(0, OBJECTS_KEPT).map((one) => tellObject(one, index)),
    objectCount: common.length,
    outsiders: outsiders.size,
  }
}

/** An object that several members shared, with their posts of it. */
type Common = {
  readonly object: SharedObject
  readonly accounts: readonly number[]
  readonly posts: readonly number[]
}

type Weighed = Common & { readonly expected: number; readonly ratio: number }

function tellObject(
  { object, accounts, posts, expected }: Weighed,
  { table }: CoincidenceIndex,
): CampaignObject {
  const times = posts.map((post) => table.time(post) * 1_000)
  return {
    channel: object.channel,
    key: table.keyOf(object.object).slice(0, KEY_CHARS).toWellFormed(),
    accounts: accounts.length,
    outsiders: object.accounts.length - accounts.length,
    firstAt: Math.min(...times),
    lastAt: Math.max(...times),
    expected,
    postIds: posts.slice(0, OBJECT_POSTS_KEPT).map((post) => table.ids[post] as string),
  }
}

function commonObjects({ members }: GroupFound, index: CoincidenceIndex): Common[] {
  const isMember = new Set(members.map(({ account }) => account))
  const numbers = new Set(members.flatMap(({ account }) => [...index.objectsOf(account)]))
  return [...numbers].flatMap((number) => {
    const object = index.objects[number] as SharedObject
    const inside = object.accounts.flatMap((account, at) => (isMember.has(account) ? [at] : []))
    if (inside.length < 2) return []
    const accounts = inside.map((at) => object.accounts[at] as number)
    return [{ object, accounts, posts: inside.map((at) => object.posts[at] as number) }]
  })
}

/** Links are sorted by strength: those that first connect two parts hold the group; the last of them is the weakest. */
function weakestLink(links: readonly AccountLink[]): { logP: number; logQ: number } {
  const sets = new DisjointSets()
  let weakest = { logP: 0, logQ: 0 }
  for (const { one, other, logP, logQ } of links) if (sets.join(one, other)) weakest = { logP, logQ }
  return weakest
}

function byFrequency(channels: readonly CoincidenceChannel[]): CoincidenceChannel[] {
  const counts = Map.groupBy(channels, (channel) => channel)
  return [...counts].sort(([, one], [, other]) => other.length - one.length).map(([channel]) => channel)
}

/** "9 accounts used the same hashtags in the same order (“…”) within 40 minutes; by chance 0.02 would. 35 such coincidences." */
function explain(group: GroupFound, common: readonly Weighed[], index: CoincidenceIndex): string {
  const [strongest] = common
  if (strongest === undefined)
    return `${group.members.length} accounts coincide more often than chance explains.`
  const { object, accounts, posts } = strongest
  const times = posts.map((post) => index.table.time(post))
  const span = spanText(Math.max(...times) - Math.min(...times))
  const key = index.table.keyOf(object.object)
  const quote = key.length > QUOTE_CHARS ? `${key.slice(0, QUOTE_CHARS).trimEnd()}…` : key
  const chance = `by chance ${Number(strongest.expected.toPrecision(1))} of them would have`
  return `${accounts.length} of ${group.members.length} accounts ${ACT[object.channel]} (“${quote}”) ${span}; ${chance}. In all they have ${common.length} such things in common.`
}

/** How many members chance alone would bring to an object. */
function expectedSharers(
  { members }: GroupFound,
  { object, accounts }: Common,
  index: CoincidenceIndex,
  activity: Activity,
): number {
  const outside = object.accounts.length - accounts.length
  const share = (outside + index.unseenSharers[object.channel]) / Math.max(1, object.localPosts)
  let expected = 0
  for (const { account } of members) expected += activity.postsNear(account, object.slot) * share
  return Math.max(expected, 1e-9)
}

function spanText(seconds: number): string {
  if (seconds < 60) return 'within a minute'
  if (seconds < 5_400) return `within ${Math.ceil(seconds / 60)} minutes`
  return `within ${Math.ceil(seconds / 3_600)} hours`
}
