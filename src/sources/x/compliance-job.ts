import { AppError } from '../../domain/errors.ts'
import { asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import type { Deletion } from '../source.ts'
import { describeRefusal } from './api-problem.ts'
import { limitTime, networkCode, readRefusal, sendRequest, type XApi } from './call-api.ts'
import { callPatiently } from './call-patiently.ts'
import { LineSplitter } from './line-splitter.ts'
import { xPostId } from './post-id.ts'
import { readXId } from './snowflake.ts'

const PATH = '/2/compliance/jobs'
/** X takes 128 MB; an id with its line break has at most 20 bytes. */
const IDS_MAX = 5_000_000
const POLL_MS = 60_000
const TRANSFER_MS = 10 * 60_000
const LINE_BYTES_MAX = 65_536

/** Something that X asks to be done with a stored post or account. */
export type ComplianceEvent =
  | { readonly kind: 'gone'; readonly deletion: Deletion; readonly reason: string }
  /** The post was edited: read it again. */
  | { readonly kind: 'edited'; readonly id: string }
  /** X did not understand a line, or asks for something that is newer than this code. */
  | { readonly kind: 'other'; readonly id: string | null; readonly action: string }

/**
 * Has X check a whole set of ids and tells what has to be deleted: posts that were deleted or whose account was
 * deleted, closed, suspended or made private, and (with `users`) such accounts with everything they wrote. What an
 * ordinary bearer token can do instead of the compliance stream. It takes minutes to hours, waits for X once a minute,
 * and X runs one job of each type at a time.
 *
 * @param job.ids X's own ids, of posts or of accounts; at most 5 million
 * @throws {AppError} as `callPatiently`; upstream_failed when X gives the job up or the results break off
 * @see https://docs.x.com/x-api/compliance/batch-compliance/integrate
 */
export async function* runComplianceJob(
  api: XApi,
  job: { type: 'tweets' | 'users'; ids: readonly string[] },
  options: { signal: AbortSignal; triesMax?: number },
): AsyncGenerator<ComplianceEvent, void, void> {
  if (job.ids.length > IDS_MAX)
    throw new AppError('invalid_input', `At most ${IDS_MAX} ids fit into one job.`)
  const made = readJob(
    await callPatiently(api, { method: 'POST', path: PATH, body: { type: job.type } }, options),
  )
  await sendIds(api, made.uploadUrl, job.ids, options.signal)
  await waitForJob(api, made.id, options)
  yield* readResults(api, made.downloadUrl, { type: job.type, signal: options.signal })
}

type Job = {
  readonly id: string
  readonly uploadUrl: string
  readonly downloadUrl: string
  readonly status: string
}

function readJob(body: JsonObject): Job {
  const job = asObject(body['data'])
  const id = asString(job?.['id'])
  const uploadUrl = transferUrl(job?.['upload_url'])
  const downloadUrl = transferUrl(job?.['download_url'])
  if (id === null || !/^\w{1,64}$/.test(id) || uploadUrl === null || downloadUrl === null) {
    throw new AppError('upstream_failed', 'X answered with a compliance job that cannot be read.')
  }
  return { id, uploadUrl, downloadUrl, status: asString(job?.['status']) ?? '' }
}

/** Ids go out only over https, or to this machine. The token goes to X's own server only, see `sendRequest`. */
function transferUrl(value: unknown): string | null {
  const url = URL.parse(asString(value) ?? '')
  if (url === null) return null
  const isLocal = url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  return url.protocol === 'https:' || isLocal ? url.href : null
}

async function waitForJob(
  api: XApi,
  id: string,
  options: { signal: AbortSignal; triesMax?: number },
): Promise<void> {
  for (;;) {
    const body = await callPatiently(api, { path: `${PATH}/${id}` }, options)
    const status = asString(asObject(body['data'])?.['status'])
    if (status === 'complete') return
    if (status === 'failed' || status === 'expired') {
      throw new AppError('upstream_failed', `X gave the compliance job up (${status}). Start it again.`)
    }
    await api.timing.wait(POLL_MS, options.signal)
    if (options.signal.aborted) throw new AppError('cancelled', 'The compliance job was stopped.')
  }
}

async function sendIds(api: XApi, url: string, ids: readonly string[], signal: AbortSignal): Promise<void> {
  using guard = limitTime(api.timing, TRANSFER_MS, signal)
  const response = await transfer(api, { path: url, body: ids.join('\n') }, guard.signal)
  await response.body?.cancel()
}

async function* readResults(
  api: XApi,
  url: string,
  of: { type: 'tweets' | 'users'; signal: AbortSignal },
): AsyncGenerator<ComplianceEvent, void, void> {
  using guard = limitTime(api.timing, TRANSFER_MS, of.signal)
  const response = await transfer(api, { path: url }, guard.signal)
  const splitter = new LineSplitter(LINE_BYTES_MAX)
  const readLine = (text: string) => (text === '' ? [] : [readEvent(text, of.type)])
  try {
    for await (const chunk of response.body ?? []) {
      for (const { text } of splitter.push(chunk)) yield* readLine(text)
    }
  } catch (thrown) {
    throw transferError(api, thrown, of.signal)
  }
  for (const { text } of splitter.push(Buffer.from('\n'))) yield* readLine(text)
}

async function transfer(
  api: XApi,
  request: { path: string; body?: string },
  signal: AbortSignal,
): Promise<Response> {
  const method = request.body === undefined ? 'GET' : 'PUT'
  const response = await sendRequest(api, { ...request, method }, signal).catch((thrown: unknown) => {
    throw transferError(api, thrown, signal)
  })
  if (response.ok) return response
  const refused = await readRefusal(api, response)
  const words = refused.kind === 'refused' ? describeRefusal(refused.status, refused.problems) : refused.code
  throw new AppError('upstream_failed', `${new URL(request.path).host} ${words}`, { cause: refused })
}

/** Says what happened without the address, which is as good as a password. */
function transferError(api: XApi, thrown: unknown, signal: AbortSignal): AppError {
  if (signal.aborted) return new AppError('cancelled', 'The compliance job was stopped.')
  const host = new URL(api.baseUrl).host
  return new AppError('upstream_failed', `The ids or results of ${host} broke off (${networkCode(thrown)}).`)
}

function readEvent(line: string, type: 'tweets' | 'users'): ComplianceEvent {
  let result: JsonObject | null = null
  try {
    result = asObject(JSON.parse(line))
  } catch {
    // Counted like everything else that is not understood.
  }
  const id = readXId(result?.['id'])
  const action = asString(result?.['action'])?.slice(0, 100) ?? ''
  if (id === null) return { kind: 'other', id: null, action }
  if (action === 'rehydrate') return { kind: 'edited', id }
  const reason = asString(result?.['reason'])?.slice(0, 100) ?? 'deleted'
  // Older results call a removed place a deletion; nothing of a place is stored.
  if (action !== 'delete' || reason.includes('geo')) return { kind: 'other', id, action }
  const deletion: Deletion =
    type === 'tweets' ? { kind: 'post', postId: xPostId(id) } : { kind: 'author', author: id, source: 'x' }
  return { kind: 'gone', deletion, reason }
}
