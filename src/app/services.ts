import { join } from 'node:path'
import type { Logger } from 'pino'
import type { ApiDependencies } from '../api/environment.ts'
import { AnswerRuns, type RunEnded } from '../assistant/answer-runs.ts'
import { suggestQuestions } from '../assistant/suggest-questions.ts'
import { newCampaignId } from '../desk/campaign-id.ts'
import type { SourceStatus } from '../desk/describe-source.ts'
import { honourInAnswer, honourWithdrawals } from '../desk/honour-withdrawals.ts'
import { Jobs } from '../desk/jobs.ts'
import { applyRetentionOnce, keepRetention } from '../desk/keep-retention.ts'
import { PICTURES_FOLDER } from '../desk/picture-folder.ts'
import { PostHub } from '../desk/post-hub.ts'
import { runBackfill } from '../desk/run-backfill.ts'
import { kindToJson, sourceDetailToJson, sourceToJson } from '../desk/source-json.ts'
import { SOURCE_KINDS } from '../desk/source-kinds.ts'
import { SourceRegister } from '../desk/source-register.ts'
import { SourceSupervisor } from '../desk/source-supervisor.ts'
import { LiveStories } from '../desk/stories/live-stories.ts'
import { tellCampaigns } from '../desk/tell-campaigns.ts'
import { Thumbnails } from '../desk/thumbnails.ts'
import { CampaignWatch } from '../desk/watch-campaigns.ts'
import { PostWriter } from '../ingest/post-writer.ts'
import { createAuth } from '../ledger/auth.ts'
import { guardRequest } from '../ledger/guard-request.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openSecretBox } from '../ledger/secret-box.ts'
import { sessionSecret } from '../ledger/session-secret.ts'
import { describeEntrance, resolveViewer } from '../ledger/viewer.ts'
import { freshFor } from '../lib/fresh.ts'
import { makeFetchOnce } from '../lib/safe-fetch/fetch-once.ts'
import { realTiming as timing } from '../lib/timing.ts'
import { DocumentReader } from '../sources/documents/document-reader.ts'
import { simulate } from '../sources/simulated/simulate.ts'
import { simulatedDurationMs } from '../sources/simulated/world.ts'
import { Answering } from './answering.ts'
import type { Config } from './config.ts'
import { describeStatus } from './describe-status.ts'
import { managedModels } from './managed-models.ts'
import { Metrics } from './metrics.ts'
import { ModelRegistry } from './model-registry.ts'
import { openArchiveForServer } from './open-archive.ts'
import { openBots } from './open-bots.ts'
import { openChecks } from './open-checks.ts'
import { openGeneration } from './open-generation.ts'
import { openLedgerFor } from './open-ledger.ts'
import { openLocalModels } from './open-local-models.ts'
import { openWeb } from './open-web.ts'

export type ServicesRequest = {
  readonly config: Config
  readonly version: string
  readonly log: Logger
  readonly internalSecret: string
  /** Whether live sources run in this process. */
  readonly live: boolean
  /** Whether the server listens on a loopback address. */
  readonly isLoopback: boolean
  readonly webDir: string | null
  readonly newId: () => string
}

export type Services = AsyncDisposable & {
  readonly api: ApiDependencies
  /** Starts live sources and retention. */
  start(): Promise<void>
}

const STATS_FRESH_MS = 1_000
const QUESTIONS_FRESH_MS = 30_000

/** Opens the stores and brings the parts of a server together; disposing closes them in reverse. */
export async function openServices(request: ServicesRequest): Promise<Services> {
  const stack = new AsyncDisposableStack()
  try {
    return await openInto(stack, request)
  } catch (thrown) {
    await stack.disposeAsync()
    throw thrown
  }
}

async function openInto(stack: AsyncDisposableStack, request: ServicesRequest): Promise<Services> {
  const { config, log, newId, version } = request
  const metrics = new Metrics()
  const hub = new PostHub()
  const archive = stack.use(await openArchiveForServer(config, timing.now))
  const ledger = stack.use(await openLedgerFor(config, timing.now))
  const writer = new PostWriter({
    archive,
    clock: timing.now,
    onSearchable: (ageMs) => metrics.countSearchable(ageMs),
  })
  const uploadDir = join(config.dataDir, 'uploads')
  /** The simulated days end with yesterday, so that a demonstration looks as if it were now. */
  const postsOf = ({ seed, posts }: { seed: number; posts: number }) =>
    simulate({ seed, posts, startAt: timing.now() - simulatedDurationMs(posts) }).posts
  const environment = { timing, random: Math.random, jetstreamUrl: config.jetstreamUrl }
  const register = new SourceRegister({
    ...{ sources: ledger.sources, kinds: SOURCE_KINDS, newId },
    openBox: () => openSecretBox(config.dataDir, config.secret),
  })
  const openBox = () => openSecretBox(config.dataDir, config.secret)
  const registry = new ModelRegistry({
    ...{ config, ledger, clock: timing.now },
    openBox,
    local: stack.use(openLocalModels(config)),
  })
  const jobs = stack.use(
    new Jobs({
      ...{ archive, store: ledger.jobs, log, timing, newId, uploadDir, simulate: postsOf },
      backfill: async ({ source: id, ...request }, run) => {
        const source = await register.require(id)
        const ready = await register.ready(source)
        const deps = { archive, writer, cursors: ledger.cursors, environment }
        return runBackfill({ ...request, ...run, source, ready }, deps)
      },
    }),
  )
  await jobs.removeLeftovers()
  const thumbnails = new Thumbnails({
    ...{ archive, settings: ledger.settings, timing, fetchOnce: makeFetchOnce() },
    dir: join(config.dataDir, PICTURES_FOLDER),
  })
  const withdrawing = { archive, citedPosts: ledger.citedPosts, now: timing.now }
  const stories = new LiveStories({
    ...{ archive, hub, timing, log },
    voiceOf: (post) => campaigns.liveMark(post)?.id ?? post.author,
  })
  const web = stack.use(openWeb(config, archive))
  const checks = stack.use(openChecks({ config, archive, ledger, hub, web, timing, log }))
  const campaigns = new CampaignWatch({
    ...{ archive, hub, timing, log, locks: ledger.locks, newId: newCampaignId },
    onRisen: async (risen) => {
      const people = await ledger.people.list()
      await tellCampaigns(risen, { notifier: checks.notifier, personIds: people.map(({ id }) => id) })
    },
  })
  const supervisor = stack.use(
    new SourceSupervisor({
      ...{ archive, writer, hub, timing, log, register, random: Math.random },
      ...{ cursors: ledger.cursors, locks: ledger.locks, reports: ledger.sourceReports },
      live: request.live,
      honour: async (withdrawals) => {
        await thumbnails.remove([...withdrawals.posts, ...withdrawals.edits.map(({ id }) => id)])
        hub.withdraw([...withdrawals.posts, ...withdrawals.edits.map(({ id }) => id)])
        await honourWithdrawals(withdrawals, withdrawing)
        await checks.withdraw({
          posts: [...withdrawals.posts, ...withdrawals.edits.map(({ id }) => id)],
          authors: withdrawals.authors,
        })
      },
      environment,
    }),
  )
  const runs = new AnswerRuns(ledger.runs, timing, (end) => {
    metrics.countAnswer(end)
    honourInAnswer(end.key.runId, withdrawing).catch((err) =>
      log.warn({ err }, 'Whether an answer cites deleted posts could not be checked.'),
    )
    recordUsage(ledger, end).catch((err) =>
      log.warn({ err }, 'What an answer took could not be written down.'),
    )
  })
  stack.defer(() => runs.close())
  const documents = stack.use(new DocumentReader(timing))
  const answering = new Answering({
    ...{ archive, ledger, runs, web, clock: timing.now },
    openWriter: (model) => registry.writer(model),
  })
  const bots = openBots({
    ...{ config, ledger, desk: checks.checks, notifier: checks.notifier, answering, timing, log },
  })
  const entrance = await openEntrance(request, ledger)
  const readStats = freshFor(STATS_FRESH_MS, timing.now, () => archive.stats())
  const suggestIn = (locale: 'en' | 'fr') => () => suggestQuestions({ archive }, { locale })
  const questionsIn = {
    en: freshFor(QUESTIONS_FRESH_MS, timing.now, suggestIn('en')),
    fr: freshFor(QUESTIONS_FRESH_MS, timing.now, suggestIn('fr')),
  }
  const retention = { archive, settings: ledger.settings, timing, log }

  const api: ApiDependencies = {
    ...{ archive, ledger, runs, jobs, hub, thumbnails, documents, log, timing, newId, version },
    webDir: request.webDir,
    liveMark: (post) => campaigns.liveMark(post),
    stories,
    ...{ checks: checks.checks, notifying: checks.notifying, publicUrl: checks.publicUrl },
    replyAccounts: bots.replyAccounts,
    internalSecret: request.internalSecret,
    ...entrance,
    sources: managedSources(supervisor, register),
    startAnswer: (question) => answering.start(question),
    answerOnce: (question, signal) => answering.once(question, signal),
    suggestQuestions: (locale) => questionsIn[locale](),
    models: managedModels({ config, ledger, registry, openBox, clock: timing.now }),
    v1: openGeneration({
      ...{ config, archive, ledger, web, registry, notifier: checks.notifier, clock: timing.now },
      isPrivate: request.isLoopback && config.publicUrl === null,
    }),
    settingsChanged: () => {
      const later = (err: unknown) => log.warn({ err }, 'Retention could not be applied; it is tried again.')
      applyRetentionOnce(retention).catch(later)
    },
    status: async () => {
      const [stats, settings] = await Promise.all([readStats(), ledger.settings.get()])
      return describeStatus({
        version,
        stats,
        settings,
        sources: supervisor.list(),
        model: config.model,
        now: timing.now(),
      })
    },
    countRequest: (counted) => metrics.countRequest(counted),
    readMetrics: async () => metrics.read(await readStats()),
    assertReady: async () => {
      await Promise.all([ledger.ping(), readStats()])
    },
    metricsToken: config.metricsToken,
  }

  const stopping = new AbortController()
  let retaining: Promise<void> = Promise.resolve()
  let checking: Promise<void> = Promise.resolve()
  let replying: Promise<void> = Promise.resolve()
  let watching: Promise<void> = Promise.resolve()
  let grouping: Promise<void> = Promise.resolve()
  stack.defer(async () => {
    stopping.abort()
    await Promise.all([retaining, checking, watching, replying, grouping])
  })
  return {
    api,
    start: async () => {
      await supervisor.start()
      retaining = keepRetention(retention, stopping.signal)
      checking = checks.keepUp(stopping.signal)
      if (request.live) replying = bots.keepAnswering(stopping.signal)
      watching = campaigns.run(stopping.signal)
      grouping = stories.run(stopping.signal)
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

async function recordUsage(ledger: Ledger, { key, answer }: Parameters<RunEnded>[0]): Promise<void> {
  if (answer === null) return
  const { model, trace } = answer
  const calls = trace.modelCalls ?? []
  await ledger.usage.record(key.ownerId, {
    runId: key.runId,
    model,
    tokensIn: sumOrUnknown(calls.map(({ inputTokens }) => inputTokens)),
    tokensOut: sumOrUnknown(calls.map(({ outputTokens }) => outputTokens)),
    costUsd: trace.costUsd,
    ms: trace.totalMs,
  })
}

/** One unknown part makes the sum unknown; no part at all makes it zero. */
function sumOrUnknown(parts: readonly (number | null)[]): number | null {
  return parts.some((part) => part === null)
    ? null
    : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0)
}

/** The sources as the routes show and change them. */
function managedSources(supervisor: SourceSupervisor, { kinds }: SourceRegister): ApiDependencies['sources'] {
  const toDetail = (source: SourceStatus) =>
    sourceDetailToJson(source, kinds.find(({ kind }) => kind === source.kind) ?? null, timing.now())
  return {
    kinds: () => kinds.map(kindToJson),
    list: () => supervisor.list().map((source) => sourceToJson(source, timing.now())),
    get: async (id) => toDetail(await supervisor.get(id)),
    add: async (request) => {
      const { source, isNew } = await supervisor.add(request)
      return { source: toDetail(source), isNew }
    },
    change: async (id, request) => toDetail(await supervisor.change(id, request)),
    remove: (id) => supervisor.remove(id),
  }
}

/** Who may come in, and how they sign in. */
async function openEntrance(
  { config, log, isLoopback }: ServicesRequest,
  ledger: Ledger,
): Promise<Pick<ApiDependencies, 'identify' | 'describeEntrance' | 'handleAuth'>> {
  const address = { isLoopback, publicUrl: config.publicUrl }
  const auth = createAuth({
    ledger,
    secret: await sessionSecret(config.dataDir, config.secret ?? undefined),
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    log: (level, message) => log[level]({ part: 'sign-in' }, message),
  })
  return {
    identify: (request) => resolveViewer({ ...address, ledger, auth, request }),
    describeEntrance: (request) => describeEntrance({ ...address, ledger, auth, request }),
    handleAuth: async (request, remoteAddress) => {
      guardRequest(request, address)
      return await auth.handle(request, remoteAddress)
    },
  }
}
