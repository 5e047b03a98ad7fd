import { randomUUID } from 'node:crypto'
import type { Finding } from '../cli/command.ts'
import { describeSource, type SourceStatus } from '../desk/describe-source.ts'
import { sourceToJson } from '../desk/source-json.ts'
import { SOURCE_KINDS } from '../desk/source-kinds.ts'
import { type ReadySource, SourceRegister } from '../desk/source-register.ts'
import { type AppError, toAppError } from '../domain/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openSecretBox } from '../ledger/secret-box.ts'
import { type StoredSource, streamName } from '../ledger/sources.ts'
import type { Config } from './config.ts'

const VERITY = 'npm run verity --'
/** Networks that are asked whether they can be reached; with more sources the rest is not asked. */
const PROBES_MAX = 8

export type SourceExamination = {
  readonly config: Config
  readonly ledger: Ledger
  /** UTC milliseconds. */
  readonly now: number
  readonly hasServer: boolean
  /** Whether something answers there. */
  readonly reaches: (url: string) => Promise<boolean>
}

/** One finding for each source that is connected, with the command that sets it right. */
export async function examineSources(of: SourceExamination): Promise<readonly Finding[]> {
  const { config, ledger } = of
  const register = new SourceRegister({
    ...{ sources: ledger.sources, kinds: SOURCE_KINDS, newId: randomUUID },
    openBox: () => openSecretBox(config.dataDir, config.secret),
  })
  const [everything, connected] = [await ledger.sources.list(), await register.list()]
  if (everything.length === 0)
    return [missing('sources', 'none yet: the first start connects Bluesky', 'npm start')]
  if (connected.length === 0)
    return [missing('sources', 'no network is connected', `${VERITY} sources add bluesky`)]
  const reports = await ledger.sourceReports.list()
  return await Promise.all(
    connected.map(async (source, at) => {
      const status = describeSource(source, null, reports.get(streamName(source)))
      const ready = await register.ready(source).catch(toAppError)
      return 'kind' in ready
        ? await findingOf(status, { ...of, ready, mayProbe: at < PROBES_MAX })
        : unusable(source, ready)
    }),
  )
}

async function findingOf(
  source: SourceStatus,
  of: SourceExamination & { ready: ReadySource; mayProbe: boolean },
): Promise<Finding> {
  const area = areaOf(source)
  const { lag_ms: lagMs } = sourceToJson(source, of.now)
  switch (source.state) {
    case 'paused':
      return missing(area, `${source.title} is paused`, `${VERITY} sources resume ${source.id}`)
    case 'connected': {
      const behind = lagMs === null ? 'nothing heard yet' : `${Math.round(lagMs / 1_000)} s behind`
      const rate = (source.postsPerSecond ?? 0).toFixed(1)
      return { area, state: 'works', detail: `${source.title}: ${rate} posts/s, ${behind}`, fix: null }
    }
    case 'connecting':
      return { area, state: 'works', detail: `${source.title} is connecting`, fix: null }
    case 'unreachable':
      return missing(area, `${source.title} is unreachable: ${source.lastError}`, unreachableFix(source))
    case 'failed':
      return {
        ...{ area, state: 'broken', detail: `${source.title} failed: ${source.lastError}` },
        fix: `${VERITY} sources show ${source.id}`,
      }
    case 'waiting':
      return await waitingFinding(source, of)
  }
}

/** Nobody runs it, so its network has not been heard of: it is asked now. */
async function waitingFinding(
  source: SourceStatus,
  {
    config,
    ready,
    mayProbe,
    hasServer,
    reaches,
  }: SourceExamination & { ready: ReadySource; mayProbe: boolean },
): Promise<Finding> {
  const area = areaOf(source)
  const url = mayProbe ? (ready.kind.reachAt?.(ready.options, config) ?? null) : null
  if (url !== null && !(await reaches(url)))
    return missing(area, `${source.title} cannot be reached from here`, unreachableFix(source))
  if (!config.live)
    return missing(area, `${source.title}: live sources are switched off`, 'set VERITY_LIVE=on')
  if (hasServer) return missing(area, `${source.title}: no process runs it yet`, 'try again in some seconds')
  return { area, state: 'works', detail: `${source.title}: runs when the server does`, fix: null }
}

function unusable(source: StoredSource, { code, message }: AppError): Finding {
  const [secret] = Object.keys(source.secrets)
  const change = `${VERITY} sources change ${source.id} --secret ${secret}`
  const fix =
    code === 'store_failed' && secret !== undefined ? change : `${VERITY} sources remove ${source.id}`
  return { area: areaOf(source), state: 'broken', detail: `${source.title}: ${message}`, fix }
}

function unreachableFix({ id, secretsSet }: SourceStatus): string {
  const [secret] = secretsSet
  const token =
    secret === undefined ? '' : `, or set a new token: ${VERITY} sources change ${id} --secret ${secret}`
  return `check the network${token}, or: ${VERITY} sources pause ${id}`
}

function areaOf({ id }: { readonly id: string }): string {
  return `source ${id}`
}

function missing(area: string, detail: string, fix: string): Finding {
  return { area, state: 'missing', detail, fix }
}
