import { describe, expect, it } from 'vitest'
import type { ModelsJson } from '../../src/contract/model.ts'
import type { ConnectionKind } from '../../src/domain/model-roles.ts'
import type { ChatDelta, ChatRequest } from '../../src/models/language/chat-model.ts'
import { openChatModel } from '../../src/models/language/open-chat-model.ts'
import { type ApiServer, UPSTREAM_MODEL } from '../support/api-server.ts'

/** Servers of models, and who does what. Roles are empty again at the end. */
export function describeModelRoles(server: () => ApiServer): void {
  async function send(path: string, method: string, body?: object) {
    const response = await fetch(`${server().origin}/api/models${path}`, {
      ...{ method, headers: { 'content-type': 'application/json' } },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, text: await response.text() }
  }

  const role = (text: string, name: string) =>
    (JSON.parse(text) as ModelsJson).roles.find((one) => one.role === name)

  /** Makers' clients, pointed at this very server: it speaks what they speak. */
  describe.each([
    'xai',
    'openai',
    'anthropic',
    'mistral',
    'openai-compatible',
  ] as const satisfies ConnectionKind[])('a connection of kind %s', (kind) => {
    const open = () => {
      const address = {
        kind,
        model: UPSTREAM_MODEL,
        url: `${server().origin}/v1`,
        key: server().key,
        price: null,
      }
      return openChatModel(address)
    }
    const listen = async (text: string): Promise<ChatDelta[]> => {
      const offer = { name: 'get_weather', description: 'Weather', parameters: CITY, strict: null }
      const request: ChatRequest = {
        messages: [
          { role: 'system', text: 'Be brief.' },
          { role: 'user', parts: [{ type: 'text', text }] },
        ],
        ...{ functions: [offer], toolChoice: null, parallelToolCalls: null, format: { type: 'text' } },
        ...{ sampling: {}, outputTokensMax: 200 },
      }
      const deltas: ChatDelta[] = []
      const model = await open()
      for await (const delta of model.stream(request, { signal: new AbortController().signal }))
        deltas.push(delta)
      return deltas
    }

    it('streams words and counts', async () => {
      const deltas = await listen('hello')
      const words = deltas.flatMap((delta) => (delta.type === 'text' ? [delta.text] : []))
      expect(words.join('')).toBe('Hello from upstream.')
      expect(deltas.at(-1)).toMatchObject({ type: 'end', finish: 'stop' })
    })

    it('asks for functions', async () => {
      const deltas = await listen('[weather]')
      const calls = deltas.flatMap((delta) => (delta.type === 'call' ? [delta.call] : []))
      expect(calls.map(({ name, arguments: given }) => [name, JSON.parse(given)])).toEqual([
        ['get_weather', { city: 'Paris' }],
      ])
      expect(deltas.at(-1)).toMatchObject({ finish: 'tool_calls' })
    })

    it('fails with what to do', async () => {
      await expect(listen('[fail 500]')).rejects.toMatchObject({ code: 'upstream_failed' })
    })
  })

  describe('a role', () => {
    it('is done by the model of the environment, and by the embedded engine after it', async () => {
      const { text } = await send('', 'GET')
      expect(role(text, 'answer')).toMatchObject({
        embedded: true,
        chain: [{ ref: `environment/${UPSTREAM_MODEL}` }],
      })
      expect(role(text, 'draw')).toMatchObject({ embedded: false, chain: [] })
    })

    it('takes models of servers that are set up, and no others', async () => {
      expect((await send('/roles/judge', 'PATCH', { chain: ['nowhere/x'] })).status).toBe(404)
      expect((await send('/roles/dance', 'PATCH', { chain: [] })).status).toBe(400)
      const connection = {
        kind: 'openai-compatible',
        url: `${server().upstream.url}`,
        key: 'key-that-nobody-may-read',
      }
      expect((await send('/connections/own', 'PUT', connection)).text).not.toContain('key-that-nobody')
      const { text } = await send('/roles/judge', 'PATCH', {
        chain: [`own/${UPSTREAM_MODEL}`],
        usd_per_day_max: 1,
      })
      expect(role(text, 'judge')).toMatchObject({
        usd_per_day_max: 1,
        chain: [{ ref: `own/${UPSTREAM_MODEL}` }],
      })
    })

    it('does not let a key go to another server than it was given for', async () => {
      const moved = { kind: 'openai-compatible', url: 'https://elsewhere.example/v1' }
      expect((await send('/connections/own', 'PUT', moved)).status).toBe(400)
    })

    it('is written by the next model where one fails, and by the embedded engine where all do', async () => {
      await send('/connections/dead', 'PUT', { kind: 'openai-compatible', url: 'http://127.0.0.1:9/v1' })
      await send('/roles/answer', 'PATCH', { chain: ['dead/gone', `own/${UPSTREAM_MODEL}`] })
      const ask = async () => {
        const body = {
          model: 'verity',
          messages: [{ role: 'user', content: 'How late was the Quellin ferry?' }],
        }
        const response = await fetch(`${server().origin}/v1/chat/completions`, {
          method: 'POST',
          body: JSON.stringify(body),
        })
        return (await response.json()) as {
          verity: { model: { model: string; embedded: boolean }; trace: { fallback_reason?: string } }
        }
      }
      expect((await ask()).verity.model).toMatchObject({ model: UPSTREAM_MODEL, embedded: false })
      await send('/roles/answer', 'PATCH', { chain: ['dead/gone'] })
      const { model, trace } = (await ask()).verity
      expect(model.embedded).toBe(true)
      expect(trace.fallback_reason).toContain('gone')
      const { text } = await send('', 'GET')
      expect(role(text, 'answer')?.chain[0]).toMatchObject({
        resting: true,
        last_failure: expect.any(String),
      })
    })

    it('loses its models with their server', async () => {
      const { text } = await send('/connections/own', 'DELETE')
      expect(role(text, 'judge')?.chain).toEqual([])
      await send('/roles/answer', 'PATCH', { chain: [] })
    })
  })

  const CITY = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
}
