import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { type Problem, readProblems } from './api-problem.ts'
import { Includes } from './includes.ts'
import { type MappedPost, mapPost } from './map-post.ts'

/** What one line of the stream, or one post of a page, means to us. */
export type XMessage =
  | {
      readonly kind: 'posts'
      /** X's id of the post that matched; null when it could not be read. */
      readonly id: string | null
      /** The post that matched, then those it reposts or quotes. */
      readonly mapped: readonly MappedPost[]
      /** What X could not send along, by reason. */
      readonly missing: readonly string[]
    }
  /** X closes the stream. */
  | { readonly kind: 'disconnect'; readonly said: string }
  /** Only rules of other programs matched. */
  | { readonly kind: 'other_rule'; readonly id: string | null }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** X's ids of the rules that are ours, with the tag a person gave them. */
export type OwnRules = ReadonlyMap<string, string | null>

const TAGS_MAX = 20

/** Problems by which X ends a stream. */
const DISCONNECTS: ReadonlySet<string> = new Set([
  'operational-disconnect',
  'client-disconnected',
  'streaming-connection',
  'usage-capped',
])

/** A cheap look before a line is parsed; quotes inside a post's text are escaped and do not match. */
const MAYBE_DISCONNECT = /operational-disconnect|client-disconnected|streaming-connection|usage-capped/
const DISCONNECT_LENGTH_MAX = 8_192

/**
 * Reads one line of the filtered stream that is not a sign of life. Never throws: what cannot be read says why.
 *
 * @param rules null when every post counts
 * @see https://docs.x.com/x-api/fundamentals/consuming-streaming-data
 */
export function readMessage(line: string, rules: OwnRules | null): XMessage {
  const message = parseObject(line)
  if (message === null) return { kind: 'unreadable', reason: 'not_json' }
  const tweet = asObject(message['data'])
  if (tweet === null) return readNotice(message)
  const id = asString(tweet['id'])
  const tags = ownTags(message['matching_rules'], rules)
  if (tags === null) return { kind: 'other_rule', id }
  const includes = new Includes(message['includes'])
  const missing = readProblems(message).map(missingReason)
  return { kind: 'posts', id, mapped: mapWithReferences(tweet, includes, tags), missing }
}

/** Reads the posts of a page of search results or of a lookup, newest first as X sends them. */
export function readPage(page: JsonObject): readonly XMessage[] {
  const includes = new Includes(page['includes'])
  const missing = readProblems(page).map(missingReason)
  return asArray(page['data']).map((item, index): XMessage => {
    const tweet = asObject(item)
    if (tweet === null) return { kind: 'unreadable', reason: 'not_an_object' }
    const mapped = mapWithReferences(tweet, includes, [])
    return { kind: 'posts', id: asString(tweet['id']), mapped, missing: index === 0 ? missing : [] }
  })
}

/** What X says when it is about to close the stream; null for any other line. */
export function readDisconnect(line: string): string | null {
  if (line.length > DISCONNECT_LENGTH_MAX || !MAYBE_DISCONNECT.test(line)) return null
  const message = parseObject(line)
  if (message === null || asObject(message['data']) !== null) return null
  const notice = readNotice(message)
  return notice.kind === 'disconnect' ? notice.said : null
}

function readNotice(message: JsonObject): XMessage {
  const problems = readProblems(message)
  const ending = problems.find(
    ({ slug, connectionIssue }) => DISCONNECTS.has(slug) || connectionIssue !== null,
  )
  if (ending !== undefined) return { kind: 'disconnect', said: wordsOf(ending) }
  return { kind: 'unreadable', reason: problems.length > 0 ? 'error_message' : 'unknown_message' }
}

function wordsOf({ detail, title, slug }: Problem): string {
  return detail || title || slug
}

/** A post that is reposted or quoted is worth reading on its own: X sends it whole. */
function mapWithReferences(
  tweet: JsonObject,
  includes: Includes,
  tags: readonly string[],
): readonly MappedPost[] {
  const main = mapPost(tweet, includes)
  const tagged =
    main.kind === 'keep' && tags.length > 0
      ? { ...main, post: { ...main.post, extra: { ...main.post.extra, rules: tags } } }
      : main
  return [tagged, ...referencedTweets(tweet, includes).map((other) => mapPost(other, includes))]
}

function referencedTweets(tweet: JsonObject, includes: Includes): readonly JsonObject[] {
  return asArray(tweet['referenced_tweets'] ?? tweet['referenced_posts'])
    .slice(0, 5)
    .flatMap((item) => {
      const reference = asObject(item)
      const isShown = ['retweeted', 'reposted', 'quoted'].includes(asString(reference?.['type']) ?? '')
      const other = includes.tweet(asString(reference?.['id']) ?? '')
      return isShown && other !== null ? [other] : []
    })
}

/** The tags of our rules that matched; null when none of ours did. */
function ownTags(matching: unknown, rules: OwnRules | null): readonly string[] | null {
  const ids = asArray(matching).flatMap((item) => asString(asObject(item)?.['id']) ?? [])
  if (rules === null || ids.length === 0) return []
  const own = ids.filter((id) => rules.has(id))
  if (own.length === 0) return null
  return [...new Set(own.flatMap((id) => rules.get(id) ?? []))].slice(0, TAGS_MAX)
}

/** Why something that a post refers to did not come along, e.g. `missing_resource_not_found`. */
function missingReason({ slug }: Problem): string {
  return /^[a-z-]{1,60}$/.test(slug) ? `missing_${slug.replaceAll('-', '_')}` : 'missing_other'
}

function parseObject(line: string): JsonObject | null {
  try {
    return asObject(JSON.parse(line))
  } catch {
    return null
  }
}
