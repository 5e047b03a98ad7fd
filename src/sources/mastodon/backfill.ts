import { AppError } from '../../domain/errors.ts'
import { realTiming, type Timing } from '../../lib/timing.ts'
import { asArray, asObject, asString } from '../../lib/unknown-json.ts'
import type { BackfillPage, BackfillQuestion } from '../source.ts'
import { discoverInstance } from './discover-instance.ts'
import { type Answer, InstanceClient } from './instance-client.ts'
import { KnownStatuses } from './known-statuses.ts'
import type { MastodonOptions } from './mastodon-options.ts'
import { StatusBatch } from './status-batch.ts'
import { compareLocalIds, isLocalId } from './status-id.ts'

/** The most a page can hold. */
const PAGE_MAX = 40
const KNOWN_MAX = 10_000
const TAG = /^#?([\p{L}\p{M}\p{N}_·・]{1,100})$/u
/** `user`, `@user@host`, or the address of a profile. */
const ACCOUNT = /^(?:https:\/\/([^/\s]+)\/)?@?([^\s@/]{1,100})(?:@([^\s@/]{1,253}))?$/

export type BackfillDependencies = { readonly fetch?: typeof fetch; readonly timing?: Timing }

/**
 * Older statuses of an account or with a tag, newest first, as far as the source's instance has them and shows them. The
 * cursor is the local id of the oldest status so far.
 *
 * @throws {AppError} invalid_input when the target is no account or tag; not_found, forbidden, over_limit and upstream_failed as
 * the instance answers
 */
export function backfillMastodon(
  options: MastodonOptions,
  question: BackfillQuestion,
  deps: BackfillDependencies = {},
): AsyncIterable<BackfillPage> {
  const { what, target } = question
  if (what === 'hashtag') return readPages(options, { question, find: async () => tagTimeline(target) }, deps)
  if (what === 'account') return readPages(options, { question, find: accountTimeline(target) }, deps)
  throw new AppError('invalid_input', `Mastodon has no ${what} of older posts.`)
}

type FindTimeline = (client: InstanceClient, instance: string) => Promise<string>

async function* readPages(
  options: MastodonOptions,
  { question, find }: { question: BackfillQuestion; find: FindTimeline },
  { fetch: get = fetch, timing = realTiming }: BackfillDependencies,
): AsyncGenerator<BackfillPage> {
  const { signal, pagesMax } = question
  const { instance } = options
  const client = new InstanceClient(options.accessToken, { fetch: get, timing, signal })
  const info = await discoverInstance(client, instance)
  if ('kind' in info) throw failureOf(info, instance)
  const { host } = new URL(instance)
  const timeline = new URL(await find(client, instance), instance)
  timeline.searchParams.set('limit', String(PAGE_MAX))
  let cursor = question.cursor !== null && isLocalId(question.cursor) ? question.cursor : null
  const known = new KnownStatuses(KNOWN_MAX)
  for (let page = 0; page < pagesMax && !signal.aborted; page += 1) {
    if (cursor !== null) timeline.searchParams.set('max_id', cursor)
    const statuses = asArray(await ask(client, timeline, instance)).slice(0, PAGE_MAX)
    const batch = new StatusBatch({ domain: info.domain, host, known, cursor: null })
    for (const status of statuses) batch.addStatus(status, { raw: null, now: timing.now(), isEdit: false })
    const { posts, edits, dropped, parked, parkedSamples, aliases } = batch.build()
    const oldest = oldestId(statuses)
    const isLast = oldest === null || (cursor !== null && compareLocalIds(oldest, cursor) >= 0)
    cursor = isLast ? null : oldest
    yield {
      ...{ dropped, parked, parkedSamples, cursor },
      posts: [...posts, ...edits],
      ...(aliases !== undefined && { aliases }),
    }
    if (isLast) return
  }
}

function tagTimeline(target: string): string {
  const [, tag] = TAG.exec(target.trim().normalize('NFKC')) ?? []
  if (tag === undefined) throw new AppError('invalid_input', 'Give one tag, with or without #.')
  return `/api/v1/timelines/tag/${encodeURIComponent(tag)}`
}

function accountTimeline(target: string): FindTimeline {
  const [, pageHost, user, nameHost] = ACCOUNT.exec(target.trim()) ?? []
  if (user === undefined)
    throw new AppError('invalid_input', 'Give an account such as @user@host, or the address of a profile.')
  return async (client, instance) => {
    const host = nameHost ?? pageHost
    const lookup = new URL('/api/v1/accounts/lookup', instance)
    const isOwn = host === undefined || host.toLowerCase() === new URL(instance).host
    lookup.searchParams.set('acct', isOwn ? user : `${user}@${host}`)
    const id = asString(asObject(await ask(client, lookup, instance))?.['id'])
    if (id === null || !isLocalId(id))
      throw new AppError('upstream_failed', `${new URL(instance).host} did not say who that is.`)
    return `/api/v1/accounts/${id}/statuses`
  }
}

async function ask(client: InstanceClient, url: URL, instance: string): Promise<unknown> {
  // The client waits for as long as it was asked to before the second try.
  for (let isLastTry = false; ; isLastTry = true) {
    const answer = await client.get(url)
    if (answer.kind === 'ok') return answer.json
    const isBusy = answer.kind === 'refused' && answer.status === 429 && answer.retryAfterMs !== null
    if (!isBusy || isLastTry) throw failureOf(answer, instance)
  }
}

function failureOf(answer: Exclude<Answer, { kind: 'ok' }>, instance: string): AppError {
  const { host } = new URL(instance)
  if (answer.kind === 'left') return new AppError('cancelled', 'The request was stopped.')
  if (answer.kind === 'failed')
    return new AppError('upstream_failed', `${host} could not be reached (${answer.code}).`)
  switch (answer.status) {
    case 404:
      return new AppError('not_found', `${host} does not have it.`)
    case 401:
    case 403:
    case 422:
      return new AppError(
        'forbidden',
        `${host} shows this only to its members: give the source an access token.`,
      )
    case 429:
      return new AppError(
        'over_limit',
        `${host} asks us to slow down. Try again later; it goes on where it was.`,
      )
    default:
      return new AppError('upstream_failed', `${host} answered with HTTP ${answer.status}.`)
  }
}

function oldestId(statuses: readonly unknown[]): string | null {
  const ids = statuses.flatMap((status) => {
    const id = asString(asObject(status)?.['id'])
    return id !== null && isLocalId(id) ? [id] : []
  })
  return ids.reduce<string | null>((oldest, id) => {
    return oldest === null || compareLocalIds(id, oldest) < 0 ? id : oldest
  }, null)
}
