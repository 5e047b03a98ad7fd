import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EvidenceItem, WriterEvent } from '../src/assistant/answer-writer.ts'
import { BUDGET_DEFAULTS, budgetsOf, Spending } from '../src/assistant/plugged/spending.ts'
import { modelWriter } from '../src/assistant/plugged/write-with-model.ts'
import { CitationBook } from '../src/assistant/write/citation-book.ts'
import { makePost } from '../src/domain/post.ts'
import { ggufChatModel } from '../src/models/gguf/gguf-chat.ts'
import { GgufModels, isRuntimeInstalled } from '../src/models/gguf/gguf-models.ts'
import { ModelHost } from '../src/models/gguf/model-host.ts'
import { asLanguageModel } from '../src/models/language/as-language-model.ts'
import type { ChatDelta, ChatModel, ChatRequest } from '../src/models/language/chat-model.ts'
import { collect } from './support/collect.ts'
import { recitingLlama, tinyGrok, tinyLlama } from './support/tiny-models.ts'
import { until } from './support/until.ts'

if (!isRuntimeInstalled())
  console.warn('node-llama-cpp is not installed on this system: GGUF models are not run in these tests.')

const ANSWER = 'The old bridge in Marlow closed at noon [1]. 47 people were led off the bridge [2].'
const REQUEST: ChatRequest = {
  messages: [
    { role: 'system', text: 'You answer.' },
    { role: 'user', parts: [{ type: 'text', text: 'What happened in Marlow?' }] },
  ],
  ...{ functions: [], toolChoice: null, parallelToolCalls: null, format: { type: 'text' } },
  ...{ sampling: { temperature: 0 }, outputTokensMax: 40 },
}
const never = new AbortController().signal

let dir: string
const hosts: ModelHost[] = []

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verity-gguf-'))
  await writeFile(join(dir, 'llama.gguf'), tinyLlama())
  await writeFile(join(dir, 'grok.gguf'), tinyGrok())
  await writeFile(join(dir, 'reciter.gguf'), recitingLlama(ANSWER))
})
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.close()))
  await rm(dir, { recursive: true })
})

describe.runIf(isRuntimeInstalled())('a GGUF model in a process of its own', () => {
  it('writes piece by piece, counts its tokens and answers under the same guard as any model', async () => {
    const model = ggufChatModel('reciter', host('reciter'))
    const deltas = await all(model, REQUEST)
    expect(deltas.filter(({ type }) => type === 'text').length).toBeGreaterThan(5)
    expect(textOf(deltas)).toBe(ANSWER)
    const end = deltas.at(-1)
    expect(end).toMatchObject({ type: 'end', finish: 'stop', tokens: { reasoning: null } })
    if (end?.type !== 'end') return
    expect(end.tokens.input).toBeGreaterThan(20)
    expect(end.tokens.output).toBeGreaterThan(5)
    expect(await write(model)).toMatchObject([
      { type: 'sentence', sentence: { text: 'The old bridge in Marlow closed at noon.', citations: [1] } },
      { type: 'unsupported', reason: 'invented_number' },
    ])
  })

  it('has the architecture of Grok-1 too, and stops at the length that is allowed', async () => {
    const deltas = await all(ggufChatModel('grok', host('grok')), { ...REQUEST, outputTokensMax: 12 })
    expect(deltas.at(-1)).toMatchObject({ type: 'end', finish: 'length', tokens: { output: 12 } })
  })

  it('keeps to a schema, calls the function it must call, makes vectors, and goes on after an abort', async () => {
    const running = host('llama')
    const model = ggufChatModel('llama', running)
    const schema = {
      type: 'object',
      properties: { stance: { enum: ['for', 'against'] }, sure: { type: 'boolean' } },
      required: ['stance', 'sure'],
      additionalProperties: false,
    }
    const format = { type: 'json_schema', name: 'stance', schema, strict: true } as const
    const free = { ...REQUEST, outputTokensMax: 300, sampling: { temperature: 0.8, seed: 7 } }
    const written = JSON.parse(textOf(await all(model, { ...free, format })))
    expect(['for', 'against']).toContain(written.stance)
    expect(typeof written.sure).toBe('boolean')

    const parameters = {
      type: 'object',
      properties: { place: { enum: ['Marlow', 'Lyon'] } },
      required: ['place'],
    }
    const functions = [{ name: 'look_up', description: 'Looks a place up.', parameters, strict: null }]
    const called = await all(model, { ...free, functions, toolChoice: 'required' })
    expect(called.map(({ type }) => type)).toEqual(['call', 'end'])
    const [call] = called
    if (call?.type === 'call') expect(['Marlow', 'Lyon']).toContain(JSON.parse(call.call.arguments).place)
    expect(called.at(-1)).toMatchObject({ finish: 'tool_calls' })

    // Random weights never call by themselves; what counts is that text comes and nothing breaks.
    const offered = await all(model, { ...REQUEST, functions, toolChoice: 'auto', outputTokensMax: 8 })
    expect(offered.at(-1)).toMatchObject({ type: 'end' })

    const [one, same, other, empty] = await running.embed(['the bridge', 'the bridge', 'a cat', ''], never)
    expect(Math.hypot(...(one ?? []))).toBeCloseTo(1, 4)
    expect(one).toEqual(same)
    expect(one).not.toEqual(other)
    expect(empty?.length).toBe(one?.length)

    const { pid } = running
    const stop = new AbortController()
    const endless = { ...REQUEST, outputTokensMax: 6_000, sampling: { temperature: 1, seed: 1 } }
    const stopped = (async () => {
      for await (const delta of model.stream(endless, { signal: stop.signal }))
        if (delta.type === 'text') stop.abort()
    })()
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    expect((await all(model, { ...REQUEST, outputTokensMax: 2 })).at(-1)).toMatchObject({ finish: 'length' })
    expect(running.pid).toBe(pid)

    const long = { role: 'user', parts: [{ type: 'text', text: 'bridge '.repeat(3_000) }] } as const
    await expect(all(model, { ...REQUEST, messages: [long] })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('tokens'),
    })
  })

  it('is started again when its process was killed, and ends when nobody asks', async () => {
    const running = host('reciter', 20)
    const model = ggufChatModel('reciter', running)
    const first = model.stream(REQUEST, { signal: never })[Symbol.asyncIterator]()
    await first.next()
    process.kill(running.pid ?? 0, 'SIGKILL')
    const rest = async () => {
      while (!(await first.next()).done);
    }
    await expect(rest()).rejects.toMatchObject({
      code: 'upstream_failed',
      message: expect.stringContaining('SIGKILL'),
    })
    expect(textOf(await all(model, REQUEST))).toBe(ANSWER)
    const { pid } = running
    await until(() => running.pid === null)
    await until(() => !isAlive(pid ?? 0))
  })

  it('fails with words when the native code cannot load what looks whole', async () => {
    const broken = tinyLlama()
    const at = broken.indexOf('blk.1.ffn_down.weight')
    broken.write('blk.1.ffn_dowm.weight', at)
    await writeFile(join(dir, 'broken.gguf'), broken)
    await expect(all(ggufChatModel('broken', host('broken')), REQUEST)).rejects.toMatchObject({
      code: 'upstream_failed',
      message: expect.stringContaining('could not be loaded'),
    })
  })
})

describe('the models of a data directory', () => {
  it('are refused before they are loaded where memory is short', async () => {
    await using models = new GgufModels({ dataDir: dir, threads: 1, availableBytes: () => 50_000_000 })
    await models.folder.prepare()
    await writeFile(models.folder.fileOf('small'), tinyLlama())
    await writeFile(
      models.folder.fileOf('small').replace('.gguf', '.json'),
      JSON.stringify({ name: 'small' }),
    )
    const model = await models.open('small')
    expect(model?.used).toEqual({ provider: 'gguf', model: 'small', embedded: false })
    expect(await models.open('../small')).toBeNull()
    if (model === null) return
    await expect(all(model, REQUEST)).rejects.toMatchObject({
      code: 'over_limit',
      message: expect.stringContaining('of memory; 0.1 GB are free'),
    })
  })
})

function host(name: string, idleMs?: number): ModelHost {
  const made = new ModelHost({
    ...{ name, file: join(dir, `${name}.gguf`), threads: 1, prepare: async () => ({ contextTokens: 2_048 }) },
    ...(idleMs !== undefined && { idleMs }),
  })
  hosts.push(made)
  return made
}

async function all(model: ChatModel, request: ChatRequest): Promise<ChatDelta[]> {
  return await collect(model.stream(request, { signal: never }))
}

function textOf(deltas: readonly ChatDelta[]): string {
  return deltas.map((delta) => (delta.type === 'text' ? delta.text : '')).join('')
}

async function write(model: ChatModel): Promise<WriterEvent[]> {
  const evidence = [
    item(1, 'The old bridge in Marlow closed at noon after a crack was found.'),
    item(2, 'Marlow council: 12 people were led off the bridge, nobody is hurt.'),
  ]
  const request = {
    ...({ question: 'What happened in Marlow?', kind: 'what_happened', history: [], locale: 'en' } as const),
    ...{ depth: 'quick' as const, now: Date.UTC(2026, 0, 6), evidence, search: async () => [] },
    ...{ book: new CitationBook({ first: 1, known: new Map() }), leaveOut: () => {} },
    spending: new Spending(budgetsOf(BUDGET_DEFAULTS).quick, Date.now),
  }
  const writer = modelWriter(asLanguageModel(model), Date.now)
  const events = await collect(writer.write(request, { signal: never }))
  return events.filter(({ type }) => type === 'sentence' || type === 'unsupported')
}

function item(n: number, text: string): EvidenceItem {
  return {
    post: makePost({ id: `file:${n}`, author: `a${n}`, text, createdAt: Date.UTC(2026, 0, 5, 12) }),
    independenceGroup: n,
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
