import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { type ApiServer, UPSTREAM_MODEL } from '../support/api-server.ts'

/** What is refused, and how. The last test deletes posts: nothing that needs them may follow. */
export function describeRefusals(server: () => ApiServer): void {
  const QUESTION = {
    model: 'verity-embedded',
    messages: [{ role: 'user', content: 'How late was the Quellin ferry?' }],
  }

  async function send(path: string, body: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${server().origin}/v1/${path}`, {
      ...{ method: 'POST', headers: { authorization: `Bearer ${server().key}`, ...headers } },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
  }

  describe('a key', () => {
    it('that is sent is checked before anything else, also at this computer', async () => {
      const headers = { authorization: 'Bearer vrt_wrong' }
      expect((await send('nothing/here', '{', headers)).status).toBe(401)
      expect((await send('chat/completions', '{', { authorization: 'Bearer' })).status).toBe(401)
      expect((await send('messages', '{', { authorization: '', 'x-api-key': 'wrong' })).status).toBe(401)
    })

    it('is not needed at this computer: the visitor is the owner', async () => {
      const response = await fetch(`${server().origin}/v1/me`)
      expect(response.status).toBe(200)
    })

    it('that has expired or was revoked says so', async () => {
      const expired = await server().makeKey({ expiresAt: 1 })
      const answer = await send('chat/completions', QUESTION, { authorization: `Bearer ${expired}` })
      expect(answer).toMatchObject({ status: 401, body: { error: { message: 'The API key has expired.' } } })
    })

    it.each([
      [['endpoint:models'], 'endpoint:chat'],
      [['model:other'], 'model:verity-embedded'],
      [['source:files'], 'source:files'],
    ])('with the scopes %s is told what it lacks', async (scopes, named) => {
      const key = await server().makeKey({ scopes })
      const answer = await send('chat/completions', QUESTION, { authorization: `Bearer ${key}` })
      expect(answer.status).toBe(403)
      expect(answer.body.error.message).toContain(named)
    })

    it('for one network answers from that network alone', async () => {
      const key = await server().makeKey({ scopes: ['source:x'] })
      const asked = {
        ...QUESTION,
        include: ['verity.posts'],
        search_parameters: { mode: 'on', sources: [{ type: 'x' }] },
      }
      const { body } = await send('chat/completions', asked, { authorization: `Bearer ${key}` })
      const ids = body.verity.posts.map(({ id }: { id: string }) => id)
      expect(ids.length).toBeGreaterThan(0)
      expect(ids.every((id: string) => id.startsWith('x:'))).toBe(true)
    })
  })

  describe('a body', () => {
    it.each([
      ['is no JSON', '{"model":', null],
      ['is no object', '[]', null],
      ['has no model', { messages: QUESTION.messages }, 'model'],
      ['has no messages', { model: 'verity-embedded', messages: [] }, 'messages'],
      ['has a field nobody knows', { ...QUESTION, colour: 'red' }, 'colour'],
      ['wants several answers', { ...QUESTION, n: 2 }, 'n'],
      ['wants probabilities', { ...QUESTION, logprobs: true }, 'logprobs'],
      ['wants to force a function', { ...QUESTION, tools: [TOOL()], tool_choice: 'required' }, 'tool_choice'],
      ['forces a function that is not offered', { ...QUESTION, tool_choice: CHOICE('f') }, 'tool_choice'],
      [
        'names a feed',
        { ...QUESTION, search_parameters: { sources: [{ type: 'rss', links: ['https://a.example/f'] }] } },
        'search_parameters.sources[0].type',
      ],
      [
        'counts views',
        { ...QUESTION, search_parameters: { sources: [{ type: 'x', post_view_count: 5 }] } },
        'search_parameters.sources[0].post_view_count',
      ],
      [
        'shows a picture to the embedded engine',
        {
          ...QUESTION,
          messages: [
            {
              role: 'user',
              content: [
                { type: 'text', text: 'What is this?' },
                { type: 'image_url', image_url: { url: 'https://a.example/b.png' } },
              ],
            },
          ],
        },
        'messages',
      ],
    ])('that %s is refused, and names the field', async (_, body, param) => {
      const answer = await send('chat/completions', body)
      expect(answer).toMatchObject({ status: 400, body: { error: { type: 'invalid_request_error', param } } })
      expect(answer.headers.get('x-request-id')).toBeTruthy()
    })

    it('that is larger than is read is refused before it is read', async () => {
      const status = await new Promise((resolve, reject) => {
        const sent = request(`${server().origin}/v1/chat/completions`, {
          ...{ method: 'POST', headers: { 'content-length': 1e9, authorization: `Bearer ${server().key}` } },
        })
        sent.on('response', (response) => {
          resolve(response.statusCode)
          sent.destroy()
        })
        sent.on('error', reject)
        sent.write('{')
      })
      expect(status).toBe(413)
    })

    it.each([
      ['both sides of a limit', { allowed_x_handles: ['a'], excluded_x_handles: ['b'] }],
      ['days in the wrong order', { from_date: '2026-10-02', to_date: '2026-10-01' }],
      ['a day that is none', { from_date: 'soon' }],
      ['a name that is a query', { allowed_x_handles: ['a" OR from:b'] }],
      ['eyes for pictures', { enable_image_understanding: true }],
      ['a filter that x_search never had', { post_favorite_count: 5 }],
    ])('of a search with %s is refused', async (_, fields) => {
      const answer = await send('responses', {
        model: 'verity-embedded',
        input: 'Why?',
        tools: [{ type: 'x_search', ...fields }],
      })
      expect(answer.status).toBe(400)
    })
  })

  describe('the shape of an error', () => {
    it('is xAI’s for xAI’s client, Anthropic’s for its own, and OpenAI’s for everybody else', async () => {
      const wrong = { ...QUESTION, model: 'grok-0' }
      const xai = await send('chat/completions', wrong, { 'user-agent': 'ai-sdk/xai/5.0' })
      expect(xai.body).toEqual({
        code: 'model_not_found',
        error: expect.stringContaining('grok-0'),
        param: 'model',
      })
      const anthropic = await send('messages', { ...wrong, max_tokens: 9 })
      expect(anthropic.body).toMatchObject({ type: 'error', error: { type: 'not_found_error' } })
      const openai = await send('chat/completions', wrong)
      expect(openai).toMatchObject({
        status: 404,
        body: { error: { code: 'model_not_found', param: 'model' } },
      })
    })
  })

  describe('an upstream model', () => {
    const ask = (content: string) =>
      send('chat/completions', { model: UPSTREAM_MODEL, messages: [{ role: 'user', content }] })

    it.each([
      ['[fail 401]', 502],
      ['[fail 404]', 502],
      ['[fail 500]', 502],
      ['[fail 400]', 400],
      ['[cut]', 502],
      ['[broken]', 502],
    ])('that does %s becomes an error with a status', async (content, status) => {
      expect((await ask(content)).status).toBe(status)
    })

    it('that has reached its limit says when to come back', async () => {
      const answer = await ask('[fail 429]')
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1'])
    })

    it('that lies about what it counted is not believed', async () => {
      const { body } = await ask('[lie] hello')
      expect(body.verity.usage_is_estimated).toBe(true)
      expect(body.usage.completion_tokens).toBeLessThan(100)
    })

    it('that names no evidence gets no citations', async () => {
      expect(await ask('hello')).toMatchObject({
        status: 200,
        body: { choices: [{ finish_reason: 'stop' }] },
      })
    })
  })

  it('a stored answer loses what its posts’ authors delete', async () => {
    const first = await send('responses', { model: 'verity-embedded', input: QUESTION.messages[0]?.content })
    const cited = first.body.verity.citations.map(({ id }: { id: string }) => id)
    expect(cited.length).toBeGreaterThan(0)
    await server().services.api.archive.deletePosts(cited)
    const again = await fetch(`${server().origin}/v1/responses/${first.body.id}`)
    const text = await again.text()
    expect(text).toContain('withdrawn')
    for (const { quote } of first.body.verity.citations) expect(text).not.toContain(quote)
  })

  function TOOL() {
    return { type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }
  }

  function CHOICE(name: string) {
    return { type: 'function', function: { name } }
  }
}
