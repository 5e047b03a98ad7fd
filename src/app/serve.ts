import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { createApi } from '../api/create-api.ts'
import type { ServeOptions } from '../cli/command.ts'
import { AppError } from '../domain/errors.ts'
import { collectGarbage } from '../lib/collect-garbage.ts'
import type { Config } from './config.ts'
import { openLog } from './log.ts'
import { newSecret, removeServerLock, writeServerLock } from './server-lock.ts'
import { openServices } from './services.ts'

export type ServeRequest = {
  readonly config: Config
  readonly options: ServeOptions
  readonly version: string
  readonly signal: AbortSignal
}

/** By then starting is over; what it took and is not needed again was 40 MB (2026-11-22). */
const SETTLE_MS = 5_000

/**
 * Serves web, API and live sources until the signal aborts, then stops in order: no new requests, running
 * answers are told, sources save their cursors, stores close.
 *
 * @throws {AppError} store_busy when another server holds the data directory, invalid_input when the address is taken
 */
export async function serve({ config, options, version, signal }: ServeRequest): Promise<void> {
  const log = openLog(config.logLevel)
  const host = options.host ?? config.host
  const internalSecret = newSecret()
  const webDir = join(import.meta.dirname, '../../web/dist')
  await using services = await openServices({
    config,
    version,
    log,
    internalSecret,
    live: options.live && config.live,
    isLoopback: isLoopbackAddress(host),
    webDir: existsSync(join(webDir, 'index.html')) ? webDir : null,
    newId: randomUUID,
  })
  const api = createApi(services.api)
  await using server = await startListening(api.fetch, { host, port: options.port ?? config.port })
  const url = urlOf(host, server.port)
  await writeServerLock(config.dataDir, {
    pid: process.pid,
    url: urlForThisMachine(host, server.port),
    secret: internalSecret,
  })
  try {
    await services.start()
    log.info(
      { url, dataDir: config.dataDir },
      `Verity is ready: open ${url.replace('127.0.0.1', 'localhost')}`,
    )
    const settled = setTimeout(collectGarbage, SETTLE_MS)
    await aborted(signal)
    clearTimeout(settled)
    log.info({}, 'Stopping.')
  } finally {
    await removeServerLock(config.dataDir, process.pid)
  }
}

/** Every address means loopback too; one that is not loopback is the only one that answers. */
export function urlForThisMachine(host: string, port: number): string {
  return urlOf(host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host, port)
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** How long a request may take to arrive: the largest upload over a slow line. */
const REQUEST_TIMEOUT_MS = 3_600_000

/** Connections that may wait to be taken: a thousand clients come at once, and the default of 511 turns some away. */
const BACKLOG = 4_096

type Listening = AsyncDisposable & { readonly port: number }

async function startListening(
  fetch: Parameters<typeof createAdaptorServer>[0]['fetch'],
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  const { promise: ready, resolve, reject } = Promise.withResolvers<number>()
  const serverOptions = { requestTimeout: REQUEST_TIMEOUT_MS }
  const server = createAdaptorServer({ fetch, hostname: host, serverOptions })
  server.listen({ port, host, backlog: BACKLOG }, () => {
    const address = server.address()
    resolve(typeof address === 'object' && address !== null ? address.port : port)
  })
  server.on('error', (cause: NodeJS.ErrnoException) => reject(explainListenError(cause, { host, port })))
  const actualPort = await ready
  return {
    port: actualPort,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((done) => server.close(done))
      // Event streams stay open for hours: at the end they are cut, and their readers come back.
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    },
  }
}

function explainListenError(
  cause: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
): AppError {
  if (cause.code === 'EADDRINUSE') {
    return new AppError(
      'invalid_input',
      `Port ${port} on ${host} is taken: stop what uses it, or choose another with PORT or --port.`,
      { cause },
    )
  }
  if (cause.code === 'EADDRNOTAVAIL' || cause.code === 'ENOTFOUND') {
    return new AppError(
      'invalid_input',
      `This machine has no address ${host}: choose another with VERITY_HOST or --host.`,
      { cause },
    )
  }
  if (cause.code === 'EACCES') {
    return new AppError(
      'invalid_input',
      `Port ${port} may not be used by this user: choose one above 1023 with PORT or --port.`,
      { cause },
    )
  }
  return new AppError('internal', `Cannot listen on ${host}:${port}.`, { cause })
}

function isLoopbackAddress(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
