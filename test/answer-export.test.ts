import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Hono } from 'hono'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../src/api/create-api.ts'
import type { ApiEnvironment } from '../src/api/environment.ts'
import { readConfig } from '../src/app/config.ts'
import { openServices, type Services } from '../src/app/services.ts'
import { answerSchema } from '../src/contract/answer.ts'
import { askStartedSchema } from '../src/contract/chat.ts'
import { promptListSchema } from '../src/contract/prompt.ts'
import { importFiles } from '../src/ingest/import-files.ts'

let dataDir: string
let services: Services
let api: Hono<ApiEnvironment>
const AT = Date.UTC(2026, 2, 4, 12)

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-export-'))
  services = await openServices({
    config: readConfig({ VERITY_DATA: dataDir, VERITY_LIVE: 'off' }),
    ...{ version: '0.0.0', log: pino({ level: 'silent' }), internalSecret: 'secret', live: false },
    ...{ isLoopback: true, webDir: null, newId: randomUUID },
  })
  await services.start()
  api = createApi(services.api)
  const texts = ['Fire in Lorville: 20 people injured', 'Lorville fire: 20 injured, says the hospital']
  const lines = texts.map((text, at) => {
    const created_at = new Date(AT + at * 60_000).toISOString()
    return `${JSON.stringify({ id: `f:${at}`, author: `a${at}`, text, created_at })}\n`
  })
  const stream = Readable.from(lines.map((line) => Buffer.from(line)))
  await importFiles({ inputs: [{ kind: 'stream', name: 'posts', stream }], archive: services.api.archive })
})

afterAll(async () => {
  await services[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

describe('a finished answer', () => {
  it('is taken away as JSON and as Markdown, with its question, sources and work', async () => {
    const { run_id } = await ask({ question: 'How many were injured in the *Lorville* fire?' })
    const asJson = await api.request(`http://localhost/api/runs/${run_id}/answer`)
    expect(asJson.headers.get('content-disposition')).toContain(`verity-answer-${run_id}.json`)
    const answer = answerSchema.parse(await asJson.json())
    expect(answer.trace.reading?.length).toBeGreaterThan(0)
    expect(answer.trace.understood).toMatchObject({ follow_up: false, lang: 'en', from: null, operators: [] })

    const asMarkdown = await api.request(`http://localhost/api/runs/${run_id}/answer?format=md`)
    expect(asMarkdown.headers.get('content-type')).toContain('text/markdown')
    const text = await asMarkdown.text()
    expect(text).toMatch(/^# How many were injured in the \\\*Lorville\\\* fire\?\n/)
    expect(text).toContain('## How this was made')
  })

  it('says how its question was taken: completed from the chat, what about, and by which operators', async () => {
    const first = await ask({ question: 'What happened in the Lorville fire?' })
    const next = await ask({ question: 'How many were injured from:a1?' }, first.chat_id)
    const answer = await answerOf(next)
    expect(answer?.trace.understood).toMatchObject({ follow_up: true, operators: ['from:a1'] })
    expect(answer?.trace.understood?.about).toContain('Lorville')
    expect(answer?.citations.map(({ id }) => id)).toEqual(['f:1'])
  })

  it('keeps a post under its number in the next answer of the chat', async () => {
    const first = await ask({ question: 'How many were injured in the Lorville fire?' })
    const next = await ask({ question: 'What happened in the Lorville fire?' }, first.chat_id)
    const [before, after] = await Promise.all([first, next].map(answerOf))
    const numbers = new Map(before?.citations.map(({ id, n }) => [id, n]))
    const again = after?.citations.filter(({ id }) => numbers.has(id)) ?? []
    expect(again.length).toBeGreaterThan(0)
    for (const { id, n } of again) expect(n).toBe(numbers.get(id))
  })

  it('may be deep: a report with its own heading first', async () => {
    const { run_id } = await ask({ question: 'How many were injured in the Lorville fire?', depth: 'deep' })
    const answer = await answerOf({ run_id })
    expect(answer.trace.depth).toBe('deep')
    expect(answer.sections?.[0]?.title).toBe('In short')
  })

  it.each([
    ['an answer that is not there', '/api/runs/nowhere/answer', 404],
    ['a format that is none', '/api/runs/nowhere/answer?format=pdf', 400],
  ])('is refused: %s', async (_, path, status) => {
    expect((await api.request(`http://localhost${path}`)).status).toBe(status)
  })
})

describe('the prompts', () => {
  it('are shown as they stand in their files', async () => {
    const { prompts } = promptListSchema.parse(
      await (await api.request('http://localhost/api/prompts')).json(),
    )
    expect(prompts.map(({ name }) => name)).toEqual(['plan', 'judge', 'write'])
    expect(prompts.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true)
  })
})

async function answerOf({ run_id }: { readonly run_id: string }) {
  return answerSchema.parse(await (await api.request(`http://localhost/api/runs/${run_id}/answer`)).json())
}

/** Asks, in a chat of its own unless one is named, and waits for the end of the answer. */
async function ask(body: object, chatId: string | null = null): Promise<{ run_id: string; chat_id: string }> {
  const path = chatId === null ? '/api/chats' : `/api/chats/${chatId}/messages`
  const response = await api.request(`http://localhost${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const started = askStartedSchema.parse(await response.json())
  await (await api.request(`http://localhost/api/runs/${started.run_id}/events`)).text()
  return started
}
