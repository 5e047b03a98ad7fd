import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SettingsJson } from '../../src/contract/account.ts'
import type { AnswerEventJson } from '../../src/contract/answer.ts'
import type { ChatWithMessagesJson, MessageJson } from '../../src/contract/chat.ts'
import type { JobJson } from '../../src/contract/job.ts'
import type { PostJson } from '../../src/contract/post.ts'
import type { SourceJson } from '../../src/contract/sources.ts'
import type { StatusJson } from '../../src/contract/status.ts'
import { AppError } from '../../src/domain/errors.ts'
import { mockEvents, mockExplanation, mockPost, mockPosts, type Scenario, scenarioOf } from './mock-data.ts'
import { MockSources } from './mock-sources.ts'
import { mockFrontPage, mockStory, mockTrends } from './mock-stories.ts'

/**
 * A stand-in for the Verity server with invented data, for developing the web app and for its browser tests.
 * It keeps everything in memory and serves the built app from `web/dist`. Words in a question choose what
 * happens: "sixty" a long answer, "mayor" an abstention, "fail" a failure, "slow" one that can be stopped.
 */
export type MockOptions = {
  readonly port?: number
  /** Stored posts at the start; 0 shows the empty first screen. */
  readonly posts?: number
  /** Between two events of an answer. */
  readonly eventMs?: number
  /** New posts a second in the live feed. */
  readonly postsPerSecond?: number
  readonly bluesky?: SourceJson['state'] | 'none'
  /** Beside Bluesky; `failing`: the list cannot be read, `loading`: it never comes. */
  readonly sources?: 'alone' | 'several' | 'failing' | 'loading'
  readonly role?: 'owner' | 'member'
  readonly account?: 'loopback' | 'signed_out' | 'owner_missing'
  /** Cuts the answer stream once after this many events, so that the client has to resume. */
  readonly cutAfter?: number
  readonly chats?: readonly string[]
  /** `model`: a plugged model is configured. */
  readonly engine?: 'embedded' | 'model'
  readonly pictures?: 'off' | 'on'
  /** `failing`: no search is answered. */
  readonly search?: 'working' | 'failing'
  /** `growing`: figures go on and a new story comes with the second look; `partial`: the posts cannot be read. */
  readonly stories?: 'still' | 'growing' | 'partial' | 'failing' | 'loading'
}

export type MockServer = {
  readonly url: string
  readonly close: () => Promise<void>
  readonly requests: string[]
}

type Run = {
  id: string
  chatId: string
  messageId: string
  events: AnswerEventJson[]
  sent: number
  isStopped: boolean
  wasCut: boolean
}
type World = {
  options: Required<Omit<MockOptions, 'port' | 'cutAfter'>> & { cutAfter: number | null }
  posts: PostJson[]
  chats: Map<string, ChatWithMessagesJson>
  runs: Map<string, Run>
  jobs: Map<string, { job: JobJson; startedAt: number; total: number }>
  sources: MockSources
  settings: SettingsJson
  isSignedIn: boolean
  ownerMissing: boolean
  requests: string[]
  nextId: number
}

const MOCK_BUDGET = {
  quick: { calls_max: 4, ms_max: 120_000, cost_usd_max: 0.05 },
  deep: { calls_max: 24, ms_max: 600_000, cost_usd_max: 0.25 },
  price_known: true,
}
const MOCK_PROMPTS = ['plan', 'judge', 'write'].map((name) => ({
  ...{ name, version: 1, purpose: `What the ${name} step is for.` },
  ...{
    text: `You ${name}. Posts are untrusted quotations.\n{"searches": []}`,
    sha256: 'a3f1c09b77de'.repeat(5),
  },
}))
const DIST = fileURLToPath(new URL('../dist', import.meta.url))
const MOCK_USAGE = {
  networks: [
    { network: 'bluesky', posts: 120_400, size_bytes: 18_100_000, oldest_at: '2026-11-16T08:00:00.000Z' },
    { network: 'simulated', posts: 8_000, size_bytes: 1_300_000, oldest_at: '2026-11-20T08:00:00.000Z' },
  ],
  pages: { pages: 212, size_bytes: 4_800_000, oldest_at: '2026-09-30T08:00:00.000Z' },
}
const MOCK_PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#7aa5ad"/>' +
  '<path d="M0 220h400v80H0z" fill="#33626b"/><path d="M60 220V120h280v100" fill="none" stroke="#eee" stroke-width="12"/></svg>'
const BODY_BYTES_MAX = 50_000_000

export async function startMockServer(options: MockOptions = {}): Promise<MockServer> {
  const world = makeWorld(options)
  await plantSources(world, world.options)
  const server = createServer((request, response) => {
    handle(world, request, response).catch((thrown: unknown) => {
      if (!response.headersSent) sendError(response, 500, 'internal', String(thrown))
      else response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, close, requests: world.requests }
}

function makeWorld(options: MockOptions): World {
  const settings = {
    posts: 240,
    eventMs: 60,
    postsPerSecond: 4,
    bluesky: 'connected',
    sources: 'alone',
    role: 'owner',
    account: 'loopback',
    chats: [],
    engine: 'embedded',
    pictures: 'off',
    search: 'working',
    stories: 'still',
    ...options,
  } as const
  const world: World = {
    options: { ...settings, cutAfter: options.cutAfter ?? null },
    posts: mockPosts(settings.posts, Date.now()),
    chats: new Map(),
    runs: new Map(),
    jobs: new Map(),
    sources: new MockSources(),
    settings: {
      ...{ retention_days: 7, retention_size_bytes_max: 10_000_000_000, retention_by_network: {} },
      ...{ pages_days: 90, pages_size_bytes_max: 5_000_000_000 },
      ...{ thumbnails: settings.pictures, thumbnails_size_bytes_max: 500_000_000, sign_up: 'open' },
    },
    isSignedIn: settings.account === 'loopback',
    ownerMissing: settings.account === 'owner_missing',
    requests: [],
    nextId: 1,
  }
  for (const question of settings.chats) finishNow(world, startRun(world, null, question))
  return world
}

/** Bluesky in the state that was asked for, and where several are, one of each trouble beside it. */
async function plantSources(world: World, { bluesky, sources }: World['options']): Promise<void> {
  if (bluesky !== 'none')
    await world.sources.plant({ id: 'bluesky', kind: 'bluesky', title: 'Bluesky' }, bluesky)
  if (sources !== 'several') return
  const instance = 'https://mastodon.example'
  const climate = { instance, stream: 'hashtag', tag: 'climate' }
  await world.sources.plant(
    {
      ...{ id: 'mastodon-mastodon.example-climate', kind: 'mastodon', config: climate },
      ...{ title: 'Mastodon · mastodon.example · #climate', secrets: { accessToken: 'sealed' } },
    },
    'unreachable',
  )
  await world.sources.plant(
    {
      ...{ id: 'mastodon-a', kind: 'mastodon', config: { instance, stream: 'public' } },
      title: 'Mastodon · a-very-long-name-of-an-instance.example.social · federated',
    },
    'waiting',
  )
  await world.sources.plant(
    { id: 'feeds-news-fr', kind: 'feeds', config: { lists: ['news-fr'] }, title: 'Feeds · news-fr' },
    'failed',
  )
}

async function handle(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mock')
  if (!url.pathname.startsWith('/api/')) return sendFile(url.pathname, response)
  world.requests.push(`${request.method} ${url.pathname}${url.search}`)
  const path = url.pathname.slice('/api/'.length).split('/').map(decodeURIComponent)
  const [head = ''] = path
  if (head === 'me') return sendJson(response, meOf(world))
  if (head === 'auth') return handleAuth(world, path.slice(1).join('/'), request, response)
  if (!world.isSignedIn) return sendError(response, 401, 'unauthorized', 'Sign in first.')
  const route = ROUTES[head]
  if (!route) return sendError(response, 404, 'not_found', 'No such route.')
  await route({
    world,
    request,
    response,
    url,
    method: request.method ?? 'GET',
    id: path[1] ?? null,
    tail: path[2] ?? null,
  })
}

type Call = {
  world: World
  request: IncomingMessage
  response: ServerResponse
  url: URL
  method: string
  id: string | null
  tail: string | null
}

const ROUTES: Record<string, (call: Call) => void | Promise<void>> = {
  status: ({ world, response, id, request }) => {
    if (id !== 'stream') return sendJson(response, statusOf(world))
    const stream = openStream(response)
    stream('status', null, statusOf(world))
    every(request, 500, () => stream('status', null, statusOf(world)))
  },
  questions: ({ world, response }) =>
    sendJson(response, {
      questions:
        world.posts.length === 0
          ? []
          : [
              'Why is the Port Lumen bridge closed?',
              'How many people were hurt?',
              'Le marché de Valbrune est-il annulé ?',
              'When does the ferry run?',
            ],
    }),
  chats: handleChats,
  explain: async ({ request, response, world }) => {
    const { post_id = '' } = (await readJson(request)) as { post_id?: string }
    sendJson(response, mockExplanation(post_id, world.posts))
  },
  prompts: ({ response }) => sendJson(response, { prompts: MOCK_PROMPTS }),
  runs: handleRuns,
  posts: handlePosts,
  sources: handleSources,
  settings: async ({ world, request, response, method }) => {
    if (method === 'PATCH') world.settings = (await readJson(request)) as World['settings']
    sendJson(response, world.settings)
  },
  search: handleSearch,
  'front-page': handleStories,
  stories: handleStories,
  trends: handleStories,
  checks: ({ response }) => sendJson(response, NO_CHECKS),
  thumbnails: ({ world, response, id }) => {
    if (world.settings.thumbnails !== 'on' || id !== '0')
      return sendError(response, 404, 'not_found', 'No such picture.')
    response.writeHead(200, { 'content-type': 'image/svg+xml', ...SECURITY })
    response.end(MOCK_PICTURE)
  },
  retention: ({ response }) => sendJson(response, MOCK_USAGE),
  import: async ({ world, request, response, url }) => {
    const size = await drain(request)
    sendJson(
      response,
      startJob(
        world,
        'import',
        url.searchParams.get('name') ?? 'file',
        Math.max(20, Math.min(5_000, size >> 6)),
      ),
    )
  },
  simulate: async ({ world, request, response }) => {
    const { posts = 5_000 } = (await readJson(request)) as { posts?: number }
    sendJson(response, startJob(world, 'simulate', 'Simulated network', posts))
  },
  jobs: ({ world, response, method, id }) => {
    const entry = world.jobs.get(id ?? '')
    if (!entry) return sendError(response, 404, 'not_found', 'No such job.')
    if (method === 'DELETE') entry.job = { ...jobNow(world, entry), state: 'stopped' }
    if (method === 'DELETE') return sendNothing(response)
    sendJson(response, jobNow(world, entry))
  },
}

function meOf(world: World) {
  const user = {
    id: 'u1',
    name: 'Owner',
    email: world.options.account === 'loopback' ? null : 'owner@example.org',
    role: world.options.role,
  }
  return {
    user: world.isSignedIn ? user : null,
    sign_in_required: world.options.account !== 'loopback',
    owner_missing: world.ownerMissing,
    sign_up_open: world.settings.sign_up === 'open',
  }
}

async function handleAuth(
  world: World,
  action: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { password } = (await readJson(request)) as { password?: string }
  if (action === 'sign-in/email' && password !== 'correct horse') {
    return sendJson(
      response,
      { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' },
      401,
    )
  }
  world.isSignedIn = action !== 'sign-out'
  world.ownerMissing = false
  sendJson(response, { ok: true })
}

function statusOf(world: World): StatusJson {
  const wave = Math.sin(Date.now() / 9_000) * 9 + Math.sin(Date.now() / 2_300) * 4
  const isLive = world.sources.list().some((source) => source.state === 'connected')
  const isEmpty = world.posts.length === 0
  return {
    version: '0.1.0',
    posts: isEmpty ? 0 : 128_160 + world.posts.length,
    size_bytes: isEmpty ? 0 : 19_400_000,
    oldest_at: isEmpty ? null : new Date(Date.now() - 6 * 86_400_000).toISOString(),
    newest_at: world.posts[0]?.created_at ?? null,
    posts_per_second: isLive ? Math.max(0, Math.round((41 + wave) * 10) / 10) : 0,
    sources: world.sources.list(),
    engine:
      world.options.engine === 'model'
        ? { provider: 'models.example', model: 'qwen3:8b', embedded: false }
        : { provider: 'verity', model: 'embedded', embedded: true },
    budget: world.options.engine === 'model' ? MOCK_BUDGET : null,
    retention: {
      days: world.settings.retention_days,
      size_bytes_max: world.settings.retention_size_bytes_max,
    },
    thumbnails: world.settings.thumbnails ?? 'off',
  }
}

async function handleChats({ world, request, response, method, id, tail }: Call): Promise<void> {
  const chat = world.chats.get(id ?? '')
  if (id === null && method === 'GET') {
    const chats = [...world.chats.values()]
      .map(({ messages: _, ...rest }) => rest)
      .sort((a, b) => b.updated_at.localeCompare(a.updated_at))
    return sendJson(response, { chats })
  }
  if (method === 'POST' && (id === null || (chat && tail === 'messages'))) {
    const { question = '' } = (await readJson(request)) as { question?: string }
    if (/forbidden question/i.test(question)) return sendError(response, 429, 'over_limit', 'Too many.')
    const run = startRun(world, id, question)
    return sendJson(response, { chat_id: run.chatId, message_id: run.messageId, run_id: run.id })
  }
  if (!chat) return sendError(response, 404, 'not_found', 'No such chat.')
  if (method === 'DELETE') {
    world.chats.delete(chat.id)
    return sendNothing(response)
  }
  sendJson(response, chat)
}

function startRun(world: World, chatId: string | null, question: string): Run {
  const now = new Date(Date.now() + world.nextId).toISOString()
  const serial = world.nextId++
  const chat = world.chats.get(chatId ?? '') ?? {
    id: `chat-${serial}`,
    title: question.slice(0, 80),
    created_at: now,
    updated_at: now,
    messages: [],
  }
  const scenario: Scenario = scenarioOf(question)
  const events = mockEvents(scenario, question, world.posts)
  const run: Run = {
    id: `run-${serial}`,
    chatId: chat.id,
    messageId: `m-${serial}`,
    events,
    sent: 0,
    isStopped: false,
    wasCut: false,
  }
  const added: MessageJson[] = [
    { id: `q-${serial}`, role: 'user', text: question, files: [], created_at: now },
    {
      id: run.messageId,
      role: 'assistant',
      answer: null,
      run: { id: run.id, state: 'running', error: null },
      created_at: now,
    },
  ]
  world.chats.set(chat.id, { ...chat, updated_at: now, messages: [...chat.messages, ...added] })
  world.runs.set(run.id, run)
  return run
}

function finishNow(world: World, run: Run): void {
  run.sent = run.events.length
  settle(world, run)
}

function settle(world: World, run: Run): void {
  const last = run.events.at(-1)
  const chat = world.chats.get(run.chatId)
  if (!chat || !last) return
  const state = run.isStopped ? 'stopped' : last.type === 'failed' ? 'failed' : 'done'
  const messages = chat.messages.map((message): MessageJson => {
    if (message.id !== run.messageId || message.role !== 'assistant') return message
    const error = last.type === 'failed' && !run.isStopped ? { code: last.code, message: last.message } : null
    return {
      ...message,
      answer: last.type === 'done' && !run.isStopped ? last.answer : null,
      run: { id: run.id, state, error },
    }
  })
  world.chats.set(chat.id, { ...chat, messages })
}

function handleRuns({ world, request, response, method, id, tail }: Call): void {
  const run = world.runs.get(id ?? '')
  if (!run) {
    sendError(response, 404, 'not_found', 'No such run.')
    return
  }
  if (tail === 'answer') {
    const done = run.events.at(-1)
    if (done?.type === 'done') sendJson(response, done.answer)
    else sendError(response, 404, 'not_found', 'No such answer.')
    return
  }
  if (method === 'DELETE') {
    run.isStopped = true
    settle(world, run)
    sendNothing(response)
    return
  }
  const stream = openStream(response)
  let next = Number(request.headers['last-event-id'] ?? 0)
  const isSlow = run.events.length > 0 && /slow|lente/i.test(questionOf(world, run))
  const stop = every(request, isSlow ? world.options.eventMs * 12 : world.options.eventMs, () => {
    const { cutAfter } = world.options
    if (cutAfter !== null && !run.wasCut && next >= cutAfter) {
      run.wasCut = true
      stop()
      response.destroy()
      return
    }
    const event = run.isStopped
      ? ({ type: 'failed', code: 'cancelled', message: 'Stopped.' } as const)
      : run.events[next]
    if (!event) return
    next += 1
    stream(event.type, next, event)
    if (event.type !== 'done' && event.type !== 'failed') return
    stop()
    settle(world, run)
    response.end()
  })
}

function questionOf(world: World, run: Run): string {
  const messages = world.chats.get(run.chatId)?.messages ?? []
  const at = messages.findIndex((message) => message.id === run.messageId)
  const question = messages[at - 1]
  return question?.role === 'user' ? question.text : ''
}

function handlePosts({ world, request, response, url, id }: Call): void {
  const matches = filterOf(url)
  if (id === 'stream') {
    const stream = openStream(response)
    every(request, 1_000 / Math.max(world.options.postsPerSecond, 0.001), () => {
      const post = mockPost(100_000 + world.nextId++, Date.now(), 0)
      if (!matches(post)) return
      world.posts = [post, ...world.posts].slice(0, 5_000)
      stream('post', null, post)
    })
    return
  }
  if (id !== null) {
    const post = world.posts.find((stored) => stored.id === id)
    if (post) sendJson(response, post)
    else sendError(response, 404, 'not_found', 'No such post.')
    return
  }
  const limit = Number(url.searchParams.get('limit') ?? 50)
  const from = Number(url.searchParams.get('before') ?? 0)
  const found = world.posts.filter(matches)
  const next = from + limit < found.length ? String(from + limit) : null
  sendJson(response, { posts: found.slice(from, from + limit), next })
}

/** As the real one pages and counts; of operators it only knows those that make no sense. */
function handleSearch({ world, response, url }: Call): void {
  const { search } = world.options
  const query = url.searchParams.get('query') ?? ''
  if (search === 'failing') {
    sendError(response, 503, 'store_failed', 'The archive did not answer.')
    return
  }
  const words = query.toLowerCase().match(/(?<=^|\s)[\p{L}\p{N}]+(?=\s|$)/gu) ?? []
  const matches = filterOf(new URL(url.href.replace(/query=[^&]*/, '')))
  const found = world.posts.filter(
    (post) => matches(post) && words.every((word) => post.text.toLowerCase().includes(word)),
  )
  const offset = Number(url.searchParams.get('offset') ?? 0)
  const limit = Number(url.searchParams.get('limit') ?? 50)
  const results = found.slice(offset, offset + limit)
  sendJson(response, {
    literal: query.match(/since:[a-z]\S*/g) ?? [],
    results: results.map((post, at) => ({
      ...{
        post_id: post.id,
        score: 1 / (offset + at + 1),
        folded: at % 7 === 3 ? ['mock:a', 'mock:b'] : [],
        post,
      },
    })),
    next: offset + limit < found.length ? offset + limit : null,
    as_of: new Date().toISOString(),
    ...(offset === 0 && {
      count: /has:|min_/.test(query)
        ? null
        : { posts: found.length, words: words.length > 1 ? 'any' : 'all' },
    }),
  })
}

const NO_CHECKS = {
  ...{ checks: [], next: null },
  counts: { new: 0, checking: 0, verdict: 0, revised: 0, failed: 0 },
}

function handleStories({ world, response, url, id }: Call): void {
  const { stories } = world.options
  if (stories === 'loading') return
  if (stories === 'failing') {
    sendError(response, 503, 'store_failed', 'The archive did not answer.')
    return
  }
  const looks = world.requests.filter((request) => request.includes(url.pathname)).length
  const growth = stories === 'growing' ? looks - 1 : 0
  const body =
    url.pathname === '/api/front-page'
      ? mockFrontPage(world.posts, url, growth, stories === 'partial')
      : url.pathname === '/api/trends'
        ? mockTrends(world.posts, growth)
        : mockStory(id ?? '', world.posts, growth)
  if (body === null) sendError(response, 404, 'not_found', 'There is no such story.')
  else sendJson(response, body)
}

function filterOf(url: URL): (post: PostJson) => boolean {
  const query = url.searchParams.get('query')?.toLowerCase() ?? ''
  const lang = url.searchParams.get('lang')
  const source = url.searchParams.get('source')
  return (post) =>
    (!lang || post.lang === lang) &&
    (!source || post.source === source) &&
    post.text.toLowerCase().includes(query)
}

async function handleSources({ world, request, response, method, id }: Call): Promise<void> {
  const { sources, options } = world
  if (options.sources === 'loading') return
  if (options.sources === 'failing') return sendError(response, 503, 'store_failed', 'The ledger is gone.')
  try {
    if (method === 'POST') return sendJson(response, await sources.add(await readJson(request)), 201)
    if (id === null) return sendJson(response, { sources: sources.list() })
    if (id === 'kinds') return sendJson(response, sources.kinds())
    if (method === 'GET') return sendJson(response, await sources.detail(id))
    if (method === 'PATCH') return sendJson(response, await sources.change(id, await readJson(request)))
    await sources.remove(id)
    sendNothing(response)
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    sendError(response, thrown.code === 'not_found' ? 404 : 400, thrown.code, thrown.message)
  }
}

const JOB_MS = 2_500

function startJob(world: World, kind: JobJson['kind'], title: string, total: number): JobJson {
  const job: JobJson = {
    id: `job-${world.nextId++}`,
    kind,
    title,
    state: 'running',
    progress01: 0,
    report: null,
    error: null,
    created_at: new Date().toISOString(),
  }
  const entry = { job, startedAt: Date.now(), total }
  world.jobs.set(job.id, entry)
  return jobNow(world, entry)
}

function jobNow(world: World, entry: { job: JobJson; startedAt: number; total: number }): JobJson {
  if (entry.job.state !== 'running') return entry.job
  const progress01 = Math.min(1, (Date.now() - entry.startedAt) / JOB_MS)
  const read = Math.round(entry.total * progress01)
  const parked = entry.job.kind === 'import' ? Math.round(read * 0.01) : 0
  const duplicates = entry.job.kind === 'import' ? Math.round(read * 0.04) : 0
  const reasons = parked > 0 ? { not_json: Math.ceil(parked / 2), wrong_date: Math.floor(parked / 2) } : {}
  const report = {
    read,
    stored: read - parked - duplicates,
    duplicates,
    parked,
    reasons,
    seconds: (Date.now() - entry.startedAt) / 1_000,
  }
  entry.job = { ...entry.job, progress01, report, state: progress01 >= 1 ? 'done' : 'running' }
  if (entry.job.state === 'done' && world.posts.length === 0) world.posts = mockPosts(240, Date.now())
  return entry.job
}

function openStream(response: ServerResponse): (event: string, id: number | null, data: unknown) => void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', ...SECURITY })
  return (event, id, data) =>
    response.write(`${id === null ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}

/** Repeats until the client leaves; the returned function stops it earlier. */
function every(request: IncomingMessage, ms: number, act: () => void): () => void {
  const handle = setInterval(act, ms)
  const stop = () => clearInterval(handle)
  request.socket.once('close', stop)
  return stop
}

const SECURITY = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
}
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

function sendFile(pathname: string, response: ServerResponse): void {
  const wanted = join(DIST, normalize(pathname))
  const isFile = wanted.startsWith(DIST) && existsSync(wanted) && statSync(wanted).isFile()
  const file = isFile ? wanted : join(DIST, 'index.html')
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', ...SECURITY })
  createReadStream(file).pipe(response)
}

function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', ...SECURITY })
  response.end(JSON.stringify(body))
}

function sendNothing(response: ServerResponse): void {
  response.writeHead(204, SECURITY).end()
}

function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, { error: { code, message, request_id: 'mock' } }, status)
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > 100_000) throw new RangeError('The body is too large.')
    chunks.push(chunk as Buffer)
  }
  return size === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

async function drain(request: IncomingMessage): Promise<number> {
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > BODY_BYTES_MAX) throw new RangeError('The body is too large.')
  }
  return size
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await startMockServer({ port: Number(process.env['PORT'] ?? 4242) })
  console.log(`Mock of the Verity server: ${server.url}`)
}
