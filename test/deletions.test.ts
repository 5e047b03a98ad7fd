import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApi } from '../src/api/create-api.ts'
import type { ApiEnvironment } from '../src/api/environment.ts'
import { readConfig } from '../src/app/config.ts'
import { openServices, type Services } from '../src/app/services.ts'
import { type AnswerJson, answerSchema } from '../src/contract/answer.ts'
import { chatWithMessagesSchema } from '../src/contract/chat.ts'
import { deletedPostSchema, postSchema, searchResultSchema } from '../src/contract/post.ts'
import {
  accountStatus,
  created,
  deleted,
  idOf,
  postRecord,
  reaction,
  updated,
} from './support/jetstream-messages.ts'
import { JetstreamServer } from './support/jetstream-server.ts'
import { eventually } from './support/until.ts'

/** From what a network says to what people read: deletions, edits and reactions, through a whole server. */
let dataDir: string
let jetstream: JetstreamServer
let services: Services
let api: Hono<ApiEnvironment>

const QUESTION = 'What happened to the Marlow bridge?'
const WORDS = 'The Marlow bridge collapsed into the river Tarn at noon and nobody was hurt.'
const OTHERS = 'Officials confirm: the Marlow bridge has collapsed, drivers must take the northern road.'
const did = (name: string) => `did:plc:${name.repeat(24).slice(0, 24)}`
const ALICE = { did: did('alice'), rkey: '3m64wz3tapc2a' }
const BOB = { did: did('bobby'), rkey: '3m64wz3tapc2b' }
const CAROL = { did: did('carol'), rkey: '3m64wz3tapc2c' }

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-deletions-'))
  jetstream = await JetstreamServer.start()
  services = await openServices({
    config: readConfig({ VERITY_DATA: dataDir, VERITY_JETSTREAM_URL: jetstream.url }),
    version: '0.0.0',
    log: pino({ level: 'silent' }),
    internalSecret: 'internal-secret',
    live: true,
    isLoopback: true,
    webDir: null,
    newId: randomUUID,
  })
  await services.start()
  api = createApi(services.api)
  await services.api.sources.change('bluesky', { options: { counts: ['replies', 'likes', 'reposts'] } })
  await eventually(() => jetstream.latest !== null)
}, 60_000)

afterAll(async () => {
  await services?.[Symbol.asyncDispose]()
  await jetstream?.[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

/** Each message a millisecond after the one before, seen now. */
function timed<T>(make: (place: { timeUs: number }) => T): T {
  return make({ timeUs: Date.now() * 1_000 })
}

function write(place: { did: string; rkey: string }, text: string) {
  const record = postRecord({ text, createdAt: new Date().toISOString() })
  return timed(({ timeUs }) => created({ ...place, timeUs, record }))
}

async function json(path: string): Promise<unknown> {
  return await (await api.request(`http://localhost${path}`)).json()
}

async function send(path: string, body: unknown): Promise<unknown> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return await (await api.request(`http://localhost${path}`, init)).json()
}

async function isFound(id: string): Promise<boolean> {
  const found = searchResultSchema.parse(await json('/api/search?query=Marlow%20bridge'))
  return found.results.some((result) => result.post_id === id)
}

/** Asks in a chat. @returns where the stored answer is */
async function ask(): Promise<{ chatId: string; runId: string }> {
  const started = (await send('/api/chats', { question: QUESTION })) as { chat_id: string; run_id: string }
  await eventually(async () => (await answerIn(started.chat_id)) !== null)
  return { chatId: started.chat_id, runId: started.run_id }
}

async function answerIn(chatId: string): Promise<AnswerJson | null> {
  const chat = chatWithMessagesSchema.parse(await json(`/api/chats/${chatId}`))
  const reply = chat.messages.find((message) => message.role === 'assistant')
  return reply?.role === 'assistant' ? reply.answer : null
}

test('a post that its author deletes leaves search, new answers, stored answers and its own address within 2 s', async () => {
  const [alice, bob] = [idOf(ALICE), idOf(BOB)]
  jetstream.publish(write(ALICE, WORDS), write(BOB, OTHERS))
  await eventually(async () => (await isFound(alice)) && (await isFound(bob)))
  const { chatId, runId } = await ask()
  const before = await answerIn(chatId)
  expect(before?.citations.map(({ id }) => id)).toContain(alice)
  expect(JSON.stringify(before)).toContain('river Tarn')

  const deletedAt = performance.now()
  jetstream.publish(timed(({ timeUs }) => deleted({ ...ALICE, timeUs })))
  await eventually(async () => (await answerIn(chatId))?.citations.some((each) => each.withdrawn) === true)
  const tookMs = performance.now() - deletedAt

  expect(await isFound(alice)).toBe(false)
  const stored = await answerIn(chatId)
  expect(JSON.stringify(stored)).not.toContain('Tarn')
  expect(stored?.answer.text).toContain('[deleted by its author]')
  const citation = stored?.citations.find(({ id }) => id === alice)
  expect(citation).toMatchObject({ author: ALICE.did, author_name: null, url: null, quote: '' })
  expect(citation?.withdrawn).toMatchObject({
    how: 'deleted',
    text_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  const events = await (await api.request(`http://localhost/api/runs/${runId}/events`)).text()
  expect(events).not.toContain('Tarn')
  const again = answerSchema.parse(await send('/api/ask', { question: QUESTION }))
  expect(JSON.stringify(again)).not.toContain('Tarn')

  const response = await api.request(`http://localhost/api/posts/${encodeURIComponent(alice)}`)
  expect(response.status).toBe(410)
  const body = await response.json()
  expect(deletedPostSchema.parse(body).deleted).toMatchObject({
    ...{ id: alice, author: ALICE.did },
    text_sha256: citation?.withdrawn?.text_sha256,
  })
  expect(JSON.stringify(body)).not.toContain('Tarn')
  // Generous: other tests share the machine. The way itself is one batch of a second and a commit at once.
  expect(tookMs).toBeLessThan(10_000)
}, 60_000)

test('an edited post is quoted in its old words nowhere', async () => {
  const { chatId } = await ask()
  expect(JSON.stringify(await answerIn(chatId))).toContain('northern road')
  const record = postRecord({ text: 'Correction: the Marlow bridge stands, only its lights failed.' })
  jetstream.publish(timed(({ timeUs }) => updated({ ...BOB, timeUs, record })))
  await eventually(async () => (await answerIn(chatId))?.citations.some((each) => each.withdrawn) === true)
  const stored = await answerIn(chatId)
  expect(JSON.stringify(stored)).not.toContain('northern road')
  expect(stored?.citations.find(({ id }) => id === idOf(BOB))).toMatchObject({
    quote: '',
    withdrawn: { how: 'edited' },
  })
  await eventually(async () => {
    const post = postSchema.safeParse(await json(`/api/posts/${encodeURIComponent(idOf(BOB))}`))
    return post.success && post.data.text.startsWith('Correction')
  })
}, 60_000)

test('an account that leaves takes its words out of stored answers', async () => {
  jetstream.publish(write(CAROL, 'Divers found the bell of the Marlow bridge chapel under the bridge.'))
  await eventually(() => isFound(idOf(CAROL)))
  const { chatId } = await ask()
  const before = await answerIn(chatId)
  expect(before?.citations.map(({ id }) => id)).toContain(idOf(CAROL))
  jetstream.publish(
    timed(({ timeUs }) => accountStatus({ did: CAROL.did, timeUs, active: false, status: 'deleted' })),
  )
  await eventually(async () => !JSON.stringify(await answerIn(chatId)).includes('chapel'))
}, 60_000)

test('reactions are shown with the post, in lists and in an export', async () => {
  const uri = idOf(BOB).replace('bluesky:', '')
  const like = (rkey: string, kind: 'like' | 'repost') =>
    timed(({ timeUs }) => reaction(kind, uri, { did: ALICE.did, rkey, timeUs }))
  jetstream.publish(
    like('3m64wz3tapc3a', 'like'),
    like('3m64wz3tapc3b', 'like'),
    like('3m64wz3tapc3c', 'repost'),
  )
  const path = `/api/posts/${encodeURIComponent(idOf(BOB))}`
  await eventually(async () => {
    // Something must come after the pause in which reactions are gathered.
    jetstream.publish(like(`3m64wz${Math.random().toString(36).slice(2, 9)}`, 'like'))
    return (postSchema.parse(await json(path)).likes ?? 0) >= 2
  })
  const post = postSchema.parse(await json(path))
  expect(post.reposts).toBe(1)
  expect(post.replies).toBeNull()
}, 60_000)
