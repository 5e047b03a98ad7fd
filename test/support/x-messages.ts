import { xIdAtTime } from '../../src/sources/x/snowflake.ts'

/**
 * Messages in the shape that X documents for its API v2 (docs.x.com: "Consuming streaming data", "Data dictionary",
 * "Edit Posts", "Response codes and errors", read on 2026-11-22). Written by hand for these tests: no message was
 * recorded from the network, no text or account is real.
 */

export type Json = Readonly<Record<string, unknown>>

export const ANN = '1000000000000000001'
export const BEN = '1000000000000000002'

/** When the tests' posts begin: the time at which the fake clock stands. */
export const NOON = Date.parse('2026-11-21T12:00:00Z')

/** X's id of the n-th post of a test, made n seconds after noon; less than zero is before. */
export function xId(n: number): string {
  return String(xIdAtTime(NOON + n * 1_000) + 7n)
}

/** Our id of the same. */
export function idOf(n: number): string {
  return `x:${xId(n)}`
}

/** The n-th post; `fields` replace or add. */
export function tweet(n: number, fields: Json = {}): Json {
  const id = xId(n)
  return {
    id,
    edit_history_tweet_ids: [id],
    text: `The bridge over the river is closed, report ${n}.`,
    author_id: ANN,
    conversation_id: id,
    created_at: new Date(NOON + n * 1_000).toISOString(),
    lang: 'en',
    possibly_sensitive: false,
    public_metrics: {
      retweet_count: 0,
      reply_count: 0,
      like_count: 0,
      quote_count: 0,
      bookmark_count: 0,
      impression_count: 0,
    },
    ...fields,
  }
}

export function user(id: string = ANN, username = 'ann_reports'): Json {
  return { id, username, name: 'Ann', created_at: '2014-05-06T07:08:09.000Z' }
}

/** A line of the stream around a post; `more` replaces or adds. */
export function streamed(data: Json, more: Json = {}): Json {
  return {
    data,
    includes: { users: [user(), user(BEN, 'ben')] },
    matching_rules: [{ id: '1', tag: 'verity' }],
    ...more,
  }
}

export const OPERATIONAL_DISCONNECT: Json = {
  errors: [
    {
      title: 'operational-disconnect',
      disconnect_type: 'UpstreamOperationalDisconnect',
      detail: 'This stream has been disconnected upstream for operational reasons.',
      type: 'https://api.x.com/2/problems/operational-disconnect',
    },
  ],
}

export const TOO_MANY_CONNECTIONS: Json = {
  title: 'ConnectionException',
  detail: 'This stream is currently at the maximum allowed connection limit.',
  connection_issue: 'TooManyConnections',
  type: 'https://api.x.com/2/problems/streaming-connection',
}

/** Something a post refers to that X cannot send along. */
export function missing(id: string, slug = 'resource-not-found'): Json {
  return {
    resource_id: id,
    value: id,
    parameter: 'referenced_tweets.id',
    resource_type: 'tweet',
    title: 'Not Found Error',
    detail: `Could not find tweet with referenced_tweets.id: [${id}].`,
    type: `https://api.x.com/2/problems/${slug}`,
  }
}
