import { accessSync, constants, existsSync } from 'node:fs'
import { mkdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from '../cli/command.ts'
import { toAppError } from '../domain/errors.ts'
import type { Config } from './config.ts'
import { examineKeeping } from './examine-keeping.ts'
import { examineSources } from './examine-sources.ts'
import { openArchiveForCommand } from './open-archive.ts'
import { openLedgerFor } from './open-ledger.ts'
import { findServer } from './server-lock.ts'

const FREE_BYTES_MIN = 2_000_000_000
const REACH_TIMEOUT_MS = 4_000

/** Looks at every part Verity needs or can use. Changes nothing but the data directory it may have to create. */
export async function examine(config: Config, clock: () => number): Promise<readonly Finding[]> {
  return [
    nodeFinding(),
    await dataFinding(config),
    await serverFinding(config),
    ...(await storeFindings(config, clock)),
    webFinding(),
    await modelFinding(config),
    await searchFinding(config),
    ...(await sourceFindings(config, clock)),
    browserFinding(),
  ]
}

function nodeFinding(): Finding {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= 24) return works('node', `Node ${process.versions.node}`)
  return broken(
    'node',
    `Node ${process.versions.node} is too old`,
    'start Verity with npm start or npm run verity: they bring Node 24',
  )
}

async function dataFinding({ dataDir }: Config): Promise<Finding> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.R_OK | constants.W_OK)
    const { bavail, bsize } = await statfs(dataDir)
    const freeBytes = bavail * bsize
    if (freeBytes < FREE_BYTES_MIN) {
      return broken(
        'data',
        `${dataDir} has only ${gigabytes(freeBytes)} free`,
        'free some space, or set VERITY_DATA to another disk',
      )
    }
    return works('data', `${dataDir}, ${gigabytes(freeBytes)} free`)
  } catch {
    return broken(
      'data',
      `${dataDir} cannot be written`,
      'choose another directory with --data DIR or VERITY_DATA',
    )
  }
}

async function serverFinding({ dataDir }: Config): Promise<Finding> {
  try {
    const server = await findServer(dataDir)
    if (server === null) return missing('server', 'no server runs on this data directory', 'npm start')
    return works('server', `runs at ${server.url} (process ${server.pid})`)
  } catch (thrown) {
    return broken('server', toAppError(thrown).message, 'stop that process, then npm start')
  }
}

/** The archive, the ledger, and whether what they are to keep finds room. */
async function storeFindings(config: Config, clock: () => number): Promise<readonly Finding[]> {
  const { finding, sizeBytes } = await archiveFinding(config, clock)
  const ledger = await ledgerFinding(config, clock)
  return [
    finding,
    ledger,
    ...(ledger.state === 'works' ? await keepingFindings(config, clock, sizeBytes) : []),
  ]
}

async function keepingFindings(
  config: Config,
  clock: () => number,
  sizeBytes: number | null,
): Promise<readonly Finding[]> {
  await using ledger = await openLedgerFor(config, clock)
  const room = await statfs(config.dataDir).catch(() => null)
  return examineKeeping({
    settings: await ledger.settings.get(),
    dataDir: config.dataDir,
    archiveBytes: config.archive.kind === 'embedded' ? sizeBytes : null,
    freeBytes: room === null ? null : room.bavail * room.bsize,
  })
}

async function archiveFinding(
  config: Config,
  clock: () => number,
): Promise<{ readonly finding: Finding; readonly sizeBytes: number | null }> {
  const kind =
    config.archive.kind === 'embedded'
      ? 'embedded ClickHouse'
      : `ClickHouse at ${new URL(config.archive.url).host}`
  try {
    const { archive, through } = await openArchiveForCommand(config, clock)
    await using opened = archive
    const { posts, sizeBytes } = await opened.stats()
    const how = through === null ? kind : `${kind}, through the running server`
    return { finding: works('archive', `${how}: ${posts} posts, ${gigabytes(sizeBytes)}`), sizeBytes }
  } catch (thrown) {
    const fix = 'set CLICKHOUSE_URL to a server that answers, or leave it out for the embedded one'
    return { finding: failed('archive', thrown, fix), sizeBytes: null }
  }
}

async function ledgerFinding(config: Config, clock: () => number): Promise<Finding> {
  const kind =
    config.ledger.kind === 'sqlite' ? 'embedded SQLite' : `PostgreSQL at ${new URL(config.ledger.url).host}`
  try {
    await using ledger = await openLedgerFor(config, clock)
    await ledger.ping()
    return works('ledger', kind)
  } catch (thrown) {
    return failed(
      'ledger',
      thrown,
      'set DATABASE_URL to a PostgreSQL that answers, or leave it out for SQLite',
    )
  }
}

function webFinding(): Finding {
  const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
  return built ? works('web app', 'built') : missing('web app', 'not built yet', 'npm start builds it')
}

async function modelFinding(config: Config): Promise<Finding> {
  const { model, gguf } = config
  if (gguf.name !== null) return await ggufFinding(config, gguf.name)
  if (model === null) {
    return missing(
      'model',
      'none configured: the embedded engine answers',
      'set VERITY_MODEL and VERITY_MODEL_URL, or install a GGUF file (verity models install), to let a language model write',
    )
  }
  const reached = await reach(`${model.url.replace(/\/$/, '')}/models`, model.key)
  if (reached === null)
    return broken(
      'model',
      `${model.url} does not answer`,
      'start the model server, or unset VERITY_MODEL and VERITY_MODEL_URL',
    )
  if (reached === 401 || reached === 403)
    return broken('model', `${model.url} refuses the key`, 'set VERITY_MODEL_KEY')
  return works('model', `${model.id} at ${new URL(model.url).host}`)
}

/** Nothing where the ledger itself cannot be opened: that is a finding of its own. */
async function sourceFindings(config: Config, clock: () => number): Promise<readonly Finding[]> {
  try {
    await using ledger = await openLedgerFor(config, clock)
    const hasServer = await findServer(config.dataDir).then(
      (server) => server !== null,
      () => true,
    )
    const reaches = async (url: string) => (await reach(url, null)) !== null
    return await examineSources({ config, ledger, now: clock(), hasServer, reaches })
  } catch {
    return []
  }
}

/** Which search services are asked, by machine. A search costs something, so none is made here; your own SearXNG must answer. */
async function searchFinding({ web: { providers } }: Config): Promise<Finding> {
  for (const { kind, options } of providers) {
    if (kind !== 'searxng' || (await reach(new URL(options.url).origin, null)) !== null) continue
    const { host } = new URL(options.url)
    return broken('web search', `searxng (${host}) does not answer`, 'start it, or unset VERITY_SEARXNG_URL')
  }
  const hosts = providers.map(({ kind, options }) => `${kind} (${new URL(options.url).host})`)
  if (hosts.length > 0) return works('web search', hosts.join(', '))
  return {
    ...{ area: 'web search', state: 'missing' },
    detail: 'none is set up: answers use posts, stored pages and files',
    fix: 'set VERITY_SEARXNG_URL, or the key of another service (docs/web-search.md)',
  }
}

function browserFinding(): Finding {
  const found = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  )
  if (found !== undefined) return works('browser', `${found}, for the browser tests`)
  return missing(
    'browser',
    'no Chromium: browser tests are skipped, nothing else needs it',
    'apt-get install chromium',
  )
}

/** The status that came back, or null when nothing did. */
async function reach(url: string, key: string | null): Promise<number | null> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(REACH_TIMEOUT_MS),
      ...(key !== null && { headers: { authorization: `Bearer ${key}` } }),
    })
    await response.body?.cancel()
    return response.status
  } catch {
    return null
  }
}

function failed(area: string, thrown: unknown, fix: string): Finding {
  const error = toAppError(thrown)
  return broken(area, error.message, error.code === 'store_busy' ? 'stop the process that holds it' : fix)
}

/** What VERITY_MODEL=gguf:NAME needs to run. */
async function ggufFinding({ dataDir }: Config, name: string): Promise<Finding> {
  const { isRuntimeInstalled } = await import('../models/gguf/gguf-models.ts')
  const { ModelFolder } = await import('../models/gguf/model-folder.ts')
  if (!isRuntimeInstalled())
    return broken(
      'model',
      'the package "node-llama-cpp" is not installed here',
      'use a model server: VERITY_MODEL_URL',
    )
  const isThere = (await new ModelFolder(dataDir).find(name)) !== null
  return isThere
    ? works('model', `gguf:${name} in this machine`)
    : broken('model', `gguf:${name} is not installed`, 'verity models install FILE|URL')
}

function works(area: string, detail: string): Finding {
  return { area, state: 'works', detail, fix: null }
}

function missing(area: string, detail: string, fix: string): Finding {
  return { area, state: 'missing', detail, fix }
}

function broken(area: string, detail: string, fix: string): Finding {
  return { area, state: 'broken', detail, fix }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e10 ? 2 : 0)} GB`
}
