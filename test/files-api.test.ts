import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApi } from '../src/api/create-api.ts'
import type { ApiDependencies } from '../src/api/environment.ts'
import { readConfig } from '../src/app/config.ts'
import { openServices, type Services } from '../src/app/services.ts'
import { FILE_BYTES_MAX } from '../src/assistant/documents/accept-file.ts'
import { answerSchema } from '../src/contract/answer.ts'
import { chatWithMessagesSchema } from '../src/contract/chat.ts'
import { fileListSchema, fileSchema, fileWithTextSchema } from '../src/contract/file.ts'
import { pageSchema } from '../src/contract/page.ts'
import { makePage } from '../src/domain/page.ts'
import { buildDocx, buildPdf, paragraph } from './support/document-samples.ts'
import { eventually } from './support/until.ts'
import { PROTOCOLS, WebSearchServer } from './support/web-search-server.ts'

const REPORT = buildPdf([
  ['The fire broke out at night.'],
  ['Nine people were hurt in the fire in Lorville.', null, 'A heater was the cause.'],
])
let dataDir: string
let search: WebSearchServer
let services: Services

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-files-api-'))
  search = await WebSearchServer.start()
  search.reply(200, PROTOCOLS.searxng.found([{ url: `${search.url}/inside`, title: 'Inside' }]))
  services = await openServices({
    config: readConfig({ VERITY_DATA: dataDir, VERITY_LIVE: 'off', VERITY_SEARXNG_URL: search.url }),
    version: '0.0.0',
    log: pino({ level: 'silent' }),
    internalSecret: 'internal-secret',
    live: false,
    isLoopback: true,
    webDir: null,
    newId: randomUUID,
  })
})
afterAll(async () => {
  await services[Symbol.asyncDispose]()
  await search[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

function call(path: string, init: RequestInit = {}, changes: Partial<ApiDependencies> = {}) {
  return createApi({ ...services.api, ...changes }).request(`http://localhost${path}`, init)
}

function give(name: string, body: Uint8Array | string, headers: Record<string, string> = {}) {
  return call(`/api/files?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
}

function post(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

const asSomebodyElse = {
  identify: async () => ({ id: 'somebody-else', name: 'x', email: null, role: 'member' as const }),
}

describe('a file that is given', () => {
  test('is read, listed with what is left, and shown with its text and pages', async () => {
    const response = await give('C:\\docs\\Report\u202e.pdf', REPORT)
    expect(response.status).toBe(201)
    const file = fileSchema.parse(await response.json())
    expect(file).toMatchObject({ name: 'Report.pdf', kind: 'pdf', pages: 2, size_bytes: REPORT.length })
    const list = fileListSchema.parse(await (await call('/api/files')).json())
    expect(list).toMatchObject({
      files: [{ id: file.id }],
      characters: file.characters,
      limits: { per_question: 10 },
    })
    const whole = fileWithTextSchema.parse(await (await call(`/api/files/${file.id}`)).json())
    expect(whole.text.slice(whole.page_starts[1])).toMatch(/^Nine people were hurt/)
  })

  test('twice is there once', async () => {
    const again = await give('Report.pdf', REPORT)
    expect(again.status).toBe(200)
    expect(fileListSchema.parse(await (await call('/api/files')).json()).files).toHaveLength(1)
  })

  test('is hidden from everybody else, who cannot delete it or ask about it either', async () => {
    const [file] = fileListSchema.parse(await (await call('/api/files')).json()).files
    expect((await call(`/api/files/${file?.id}`, {}, asSomebodyElse)).status).toBe(404)
    expect((await call(`/api/files/${file?.id}`, { method: 'DELETE' }, asSomebodyElse)).status).toBe(404)
    const asked = await call(
      '/api/ask',
      post({ question: 'What caused the fire?', files: [file?.id] }),
      asSomebodyElse,
    )
    expect(asked.status).toBe(404)
    expect((await call('/api/files', {}, { identify: async () => null })).status).toBe(401)
  })

  test.each([
    ['photo.pdf', Buffer.from('89504e470d0a1a0a', 'hex'), /photo\.pdf is none of the kinds/],
    ['cut.pdf', REPORT.subarray(0, 80), /damaged or cut off/],
    ['bomb.docx', buildDocx(paragraph('a'.repeat(61_000_000))), /unpacks to far more/],
    ['secret.docx', buildDocx(paragraph('x'), { flags: 1 }), /password/],
    ['scan.pdf', buildPdf([[]]), /holds no text/],
    ['empty.txt', Buffer.alloc(0), /holds no text/],
    ['rows.csv', Buffer.from(`a,b\n${'1,2\n'.repeat(100_001)}`), /more text than is read at once/],
  ])('%s is refused with what to do', async (name, bytes, message) => {
    const response = await give(name, bytes)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { code: 'invalid_input', message: expect.stringMatching(message) },
    })
  })

  test('is refused in the language of the person', async () => {
    const response = await give('cut.pdf', REPORT.subarray(0, 80), { 'accept-language': 'fr' })
    expect(JSON.stringify(await response.json())).toContain('cut.pdf est abîmé ou incomplet')
  })

  test('that is too large is refused before it is read, and while it arrives', async () => {
    const told = await give('big.txt', 'x', { 'content-length': String(FILE_BYTES_MAX + 1) })
    expect(told.status).toBe(400)
    const endless = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(1_000_000)) })
    const response = await call('/api/files?name=endless.txt', {
      ...{ method: 'POST', body: endless },
      duplex: 'half',
    } as RequestInit)
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining('larger than 25 MB') },
    })
  })
})

describe('a question with files', () => {
  test('is answered from them, with page and span, and so is the next one in the chat', async () => {
    const [file] = fileListSchema.parse(await (await call('/api/files')).json()).files
    const question = { question: 'How many people were hurt in the fire in Lorville?', files: [file?.id] }
    const { chat_id } = (await (await call('/api/chats', post(question))).json()) as { chat_id: string }
    await call(`/api/chats/${chat_id}/messages`, post({ question: 'What was the cause of the fire?' }))
    const read = async () => chatWithMessagesSchema.parse(await (await call(`/api/chats/${chat_id}`)).json())
    await eventually(async () => {
      const replies = (await read()).messages.flatMap((message) =>
        message.role === 'assistant' ? [message] : [],
      )
      return replies.length === 2 && replies.every(({ run }) => run.state === 'done')
    })
    const chat = await read()
    const [asked, first, , second] = chat.messages
    expect(asked).toMatchObject({ files: [{ id: file?.id, name: 'Report.pdf' }] })
    expect(first).toMatchObject({
      answer: {
        abstained: false,
        citations: [{ kind: 'page', id: `file:${file?.id}`, document: { file: 'Report.pdf', page: 2 } }],
      },
    })
    expect(JSON.stringify(second)).toContain('A heater was the cause.')
  })

  test('that is deleted meanwhile says so', async () => {
    const response = await call('/api/ask', post({ question: 'What?', files: ['gone'] }))
    expect(response.status).toBe(404)
    expect(JSON.stringify(await response.json())).toContain('Add it again')
  })
})

describe('a search service that is configured', () => {
  test('is asked; a page inside our own network that it names is not read', async () => {
    const answer = answerSchema.parse(
      await (await call('/api/ask', post({ question: 'What happened in Ostermar?' }))).json(),
    )
    expect(search.searches.at(-1)?.url.searchParams.get('q')).toBe('What happened in Ostermar?')
    expect(answer.trace.web).toMatchObject({
      configured: true,
      pages_read: 0,
      searches: expect.arrayContaining([
        expect.objectContaining({ provider: 'searxng', results: 1, failure: null }),
      ]),
      dropped: { forbidden_address: 1 },
    })
  })

  test('that fails leaves an answer that says so', async () => {
    search.reply(503, 'busy')
    const answer = answerSchema.parse(
      await (await call('/api/ask', post({ question: 'Who won in Ostermar?' }))).json(),
    )
    expect(answer).toMatchObject({ abstained: true })
    expect(answer.trace.web?.searches).toContainEqual(
      expect.objectContaining({ provider: 'searxng', failure: 'cannot answer now (503)' }),
    )
  })
})

describe('the snapshot of a page', () => {
  test('is shown as it was read, and one that is not stored is not found', async () => {
    const page = makePage({
      ...{
        url: 'https://a.example/1',
        canonicalUrl: 'https://a.example/1',
        site: 'A',
        title: 'T',
        byline: null,
      },
      ...{ publishedAt: null, fetchedAt: Date.UTC(2026, 10, 20), lang: 'en', text: 'The river rose.' },
      ...{ rawSha256: 'a'.repeat(64), rawSizeBytes: 1 },
    })
    await services.api.archive.insertPages([page])
    expect(pageSchema.parse(await (await call(`/api/pages/${page.id}`)).json())).toMatchObject({
      ...{ id: page.id, text: 'The river rose.', fetched_at: '2026-11-20T00:00:00.000Z', published_at: null },
    })
    expect((await call('/api/pages/page:none')).status).toBe(404)
    expect((await call(`/api/pages/${page.id}`, {}, { identify: async () => null })).status).toBe(401)
  })
})
