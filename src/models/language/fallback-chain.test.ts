import { expect, it } from 'vitest'
import { AppError, type ErrorCode } from '../../domain/errors.ts'
import type { ChatDelta, ChatModel, ChatRequest } from './chat-model.ts'
import { fallbackChain } from './fallback-chain.ts'
import { HealthBoard } from './model-health.ts'

const REQUEST: ChatRequest = {
  ...{ messages: [], functions: [], toolChoice: null, parallelToolCalls: null, format: { type: 'text' } },
  ...{ sampling: {}, outputTokensMax: null },
}
const NEVER = { signal: new AbortController().signal }

it('asks the next model where one fails before it said anything, and says who answered', async () => {
  const chain = fallbackChain([link(failing('a', 'upstream_failed')), link(saying('b', 'hello'))], null)
  expect(await textOf(chain)).toBe('hello')
  expect(chain.used.model).toBe('b')
})

it('lets nobody go on where another one stopped', async () => {
  const broken = model('a', async function* () {
    yield { type: 'text', text: 'half' }
    throw new AppError('upstream_failed', 'cut')
  })
  await expect(textOf(fallbackChain([link(broken), link(saying('b', 'hello'))], null))).rejects.toThrow('cut')
})

it('asks nobody else about a request that is refused', async () => {
  const chain = fallbackChain([link(failing('a', 'invalid_input')), link(saying('b', 'hello'))], null)
  await expect(textOf(chain)).rejects.toMatchObject({ code: 'invalid_input' })
})

it('fails as the last one failed', async () => {
  const chain = fallbackChain([link(failing('a', 'upstream_failed')), link(failing('b', 'over_limit'))], null)
  await expect(textOf(chain)).rejects.toMatchObject({ code: 'over_limit' })
})

it('ends a call that takes longer than its role allows', async () => {
  const silent = model('a', async function* (signal) {
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  })
  await expect(textOf(fallbackChain([link(silent)], 20))).rejects.toThrow(/0.02 s/)
})

it('asks a model that failed a moment ago last, until it has rested', async () => {
  let now = 0
  const board = new HealthBoard(() => now)
  const bad = board.watch('bad', failing('bad', 'upstream_failed'))
  await expect(textOf(bad)).rejects.toThrow()
  expect(board.of('bad')).toMatchObject({ calls: 1, failures: 1, firstWordMs: null, lastFailure: 'failed' })
  const asked: string[] = []
  const noting = (name: string) =>
    model(name, async function* () {
      asked.push(name)
      yield { type: 'text', text: name }
    })
  const links = () => [
    { model: noting('bad'), rests: () => board.rests('bad') },
    { model: noting('good'), rests: () => board.rests('good') },
  ]
  await textOf(fallbackChain(links(), null))
  now = 60_000
  await textOf(fallbackChain(links(), null))
  expect(asked).toEqual(['good', 'bad'])
})

function link(one: ChatModel) {
  return { model: one, rests: () => false }
}

function saying(name: string, text: string): ChatModel {
  return model(name, async function* () {
    yield { type: 'text', text }
  })
}

function failing(name: string, code: ErrorCode): ChatModel {
  // biome-ignore lint/correctness/useYield: it fails before there is anything to say
  return model(name, async function* () {
    throw new AppError(code, 'failed')
  })
}

function model(name: string, say: (signal: AbortSignal) => AsyncGenerator<ChatDelta>): ChatModel {
  const used = { provider: 'test', model: name, embedded: false }
  return { used, price: null, stream: (_, { signal }) => say(signal) }
}

async function textOf(chat: ChatModel): Promise<string> {
  let text = ''
  for await (const delta of chat.stream(REQUEST, NEVER)) if (delta.type === 'text') text += delta.text
  return text
}
