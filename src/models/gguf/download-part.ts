import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../domain/errors.ts'
import { backoffMs } from '../../lib/backoff.ts'
import { withIdleTimeout } from '../../lib/idle-timeout.ts'
import { realTiming, type Timing } from '../../lib/timing.ts'
import { type OnBytes, PartFile } from './receive-part.ts'

export type Download = {
  readonly url: URL
  readonly part: string
  /** Where what is needed to go on is kept. */
  readonly resume: string
  readonly signal: AbortSignal
  readonly onBytes: OnBytes
  /** Told of each machine that is asked, before it is. */
  readonly onHost: (host: string) => void
  /** Told once how long the whole is. @throws to refuse it */
  readonly onLength: (bytes: number, arrived: number) => Promise<void>
  readonly timing?: Timing
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const REDIRECTS_MAX = 10
const ATTEMPTS_MAX = 6
const BACKOFF = { baseMs: 1_000, maxMs: 30_000 }
const SILENCE_MAX_MS = 60_000
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/

const resumeSchema = z.object({ url: z.string(), validator: z.string() })

/** Broken lines may be tried again; what the server decided may not. */
class BrokenLineError extends Error {
  override readonly name = 'BrokenLineError'
}

/**
 * Fetches a file into a part, going on where an earlier attempt broke off as long as the server says that the file is still
 * the same.
 *
 * @returns SHA-256 of the whole in hexadecimal, and its length
 * @throws {AppError} upstream_failed, store_failed, invalid_input, cancelled
 */
export async function downloadPart(download: Download): Promise<{ sha256: string; bytes: number }> {
  const { signal, timing = realTiming } = download
  requireHttps(download.url)
  for (let attempt = 1; ; attempt += 1) {
    const before = await sizeOf(download.part)
    try {
      return await attemptOnce(download)
    } catch (thrown) {
      if (signal.aborted) throw stopped(thrown)
      if (!(thrown instanceof BrokenLineError)) throw thrown
      // A line that brings something each time may break as often as it likes.
      if ((await sizeOf(download.part)) > before) attempt = 0
      if (attempt >= ATTEMPTS_MAX) throw gaveUp(download.url, thrown)
      await timing.wait(backoffMs(Math.max(attempt, 1), BACKOFF, Math.random), signal)
    }
  }
}

async function attemptOnce(download: Download): Promise<{ sha256: string; bytes: number }> {
  const { part: file, signal, onBytes, url } = download
  const known = await readResume(download)
  const arrived = known === null ? 0 : await sizeOf(file)
  const leaving = new AbortController()
  const limited = AbortSignal.any([signal, leaving.signal])
  try {
    const response = await ask(
      download,
      limited,
      arrived > 0 ? { from: arrived, validator: known ?? '' } : null,
    )
    const goesOn = response.status === 206 && startOf(response) === arrived
    if (response.status === 416) {
      // What is there is not a beginning of what the server has: begin anew.
      await rm(download.resume, { force: true })
      throw new BrokenLineError('The part does not belong to the file.')
    }
    if (response.status !== 200 && !goesOn) throw refused(url, response.status)
    const total = lengthOf(response, goesOn ? arrived : 0)
    if (total !== null) await download.onLength(total, goesOn ? arrived : 0)
    await writeResume(download, response)
    await using part = await PartFile.open(file, goesOn)
    const body = response.body ?? new ReadableStream<Uint8Array>()
    const chunks = withIdleTimeout(
      body as unknown as AsyncIterable<Uint8Array>,
      SILENCE_MAX_MS,
      () => new BrokenLineError('The line was silent.'),
    )
    for await (const chunk of brokenLines(chunks)) {
      await part.append(chunk)
      onBytes(part.bytes, total)
    }
    if (total !== null && part.bytes !== total) throw new BrokenLineError('The line broke off.')
    return { sha256: await part.finish(), bytes: part.bytes }
  } finally {
    leaving.abort()
  }
}

async function* brokenLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (cause) {
    throw new BrokenLineError('The line broke off.', { cause })
  }
}

type Range = { readonly from: number; readonly validator: string }

async function ask(
  { url: first, onHost }: Download,
  signal: AbortSignal,
  range: Range | null,
): Promise<Response> {
  let url = first
  for (let hops = 0; hops <= REDIRECTS_MAX; hops += 1) {
    requireHttps(url)
    onHost(url.host)
    const response = await fetch(url, {
      ...{ signal, redirect: 'manual' },
      headers: {
        'accept-encoding': 'identity',
        ...(range !== null && { range: `bytes=${range.from}-`, 'if-range': range.validator }),
      },
    }).catch((cause: unknown) => {
      throw new BrokenLineError('The server cannot be reached.', { cause })
    })
    const to = response.headers.get('location')
    if (!REDIRECTS.has(response.status) || to === null) {
      if (response.status >= 500 || response.status === 429)
        throw new BrokenLineError(`The server answered with status ${response.status}.`)
      return response
    }
    await response.body?.cancel()
    url = new URL(to, url)
  }
  throw new AppError('upstream_failed', `${first.host} passes on and on, and never to a file.`)
}

/** Over an open line anybody could put another file in the place of the model. */
function requireHttps(url: URL): void {
  if (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))) return
  throw new AppError(
    'invalid_input',
    `Models are fetched over https alone, not from ${url.protocol}//${url.host}.`,
  )
}

/** Who may go on: the same address, and a file that the server can say is the same. */
async function readResume({ resume, url }: Download): Promise<string | null> {
  try {
    const known = resumeSchema.parse(JSON.parse(await readFile(resume, 'utf8')))
    return known.url === placeOf(url) ? known.validator : null
  } catch {
    return null
  }
}

async function writeResume({ resume, url }: Download, { headers }: Response): Promise<void> {
  const tag = headers.get('etag')
  // A weak tag promises the same meaning, not the same bytes.
  const validator = tag !== null && !tag.startsWith('W/') ? tag : headers.get('last-modified')
  if (validator === null) return await rm(resume, { force: true })
  await writeFile(resume, JSON.stringify({ url: placeOf(url), validator }))
}

/** Without the query: it may hold a key, and changes where addresses are signed. */
export function placeOf(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`
}

function startOf({ headers }: Response): number | null {
  const match = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')
  return match === null ? null : Number(match[1])
}

function lengthOf({ headers }: Response, before: number): number | null {
  const rest = headers.get('content-length')
  return rest === null || !/^\d+$/.test(rest) ? null : Number(rest) + before
}

async function sizeOf(file: string): Promise<number> {
  return await stat(file).then(
    ({ size }) => size,
    () => 0,
  )
}

function refused(url: URL, status: number): AppError {
  const hint =
    status === 401 || status === 403
      ? ' It wants a sign-in: fetch the file by hand and install it from there.'
      : status === 404
        ? ' Check the address.'
        : ''
  return new AppError('upstream_failed', `${url.host} answered with status ${status}.${hint}`)
}

function gaveUp(url: URL, cause: BrokenLineError): AppError {
  return new AppError(
    'upstream_failed',
    `${url.host}: ${cause.message} What has arrived is kept: run the same command again to go on.`,
    { cause },
  )
}

function stopped(cause: unknown): AppError {
  return new AppError('cancelled', 'The download was stopped; the same command goes on with it.', { cause })
}
