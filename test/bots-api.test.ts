import { Hono } from 'hono'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { botRoutes } from '../src/api/bots.ts'
import type { ApiEnvironment, Viewer } from '../src/api/environment.ts'
import { toErrorResponse } from '../src/api/errors.ts'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'

const OWNER: Viewer = { id: 'o', name: 'Owner', email: null, role: 'owner' }
const SECRET = 'abcd-efgh-ijkl-mnop'

let ledger: Ledger
let viewer: Viewer
let app: Hono<ApiEnvironment>

beforeEach(async () => {
  ledger = await openLedger({ kind: 'sqlite', file: ':memory:' })
  viewer = OWNER
  const add = async ({ handle }: { handle: string | null }) =>
    ledger.bots.add(
      { network: 'bluesky', server: 'https://bsky.social', accountId: 'did:plc:a', handle: handle ?? '' },
      () => 'sealed',
    )
  app = new Hono<ApiEnvironment>()
  app.onError(toErrorResponse)
  app.use(async (context, next) => {
    context.set('viewer', viewer)
    context.set('requestId', '1')
    await next()
  })
  app.route('/api/bots', botRoutes({ ledger, replyAccounts: { add, publicUrl: null } }))
})

afterEach(() => ledger.close())

async function send(method: string, path: string, body?: object) {
  const response = await app.request(`/api/bots${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, text, json: text === '' ? null : JSON.parse(text) }
}

it('adds, shows, pauses and removes an account, and never shows its password', async () => {
  const added = await send('POST', '', { network: 'bluesky', handle: 'verity.example', secret: SECRET })
  expect(added.status).toBe(201)
  expect(added.json).toMatchObject({
    handle: 'verity.example',
    paused: false,
    settings: { approval_first: true },
  })
  const changed = await send('PATCH', `/${added.json.id}`, {
    paused: true,
    settings: { replies_per_hour_max: 3 },
  })
  expect(changed.json).toMatchObject({
    paused: true,
    settings: { approval_first: true, replies_per_hour_max: 3 },
  })
  const listed = await send('GET', '')
  expect(listed.json).toMatchObject({ public_url: null, bots: [{ handle: 'verity.example' }] })
  for (const { text } of [added, changed, listed]) expect(text).not.toMatch(/sealed|abcd-/)
  expect((await send('DELETE', `/${added.json.id}`)).status).toBe(204)
  expect((await send('DELETE', `/${added.json.id}`)).status).toBe(404)
})

it('lets a draft go out or drops it, once, and refuses settings that do not exist', async () => {
  const { json: bot } = await send('POST', '', { network: 'bluesky', handle: 'v.example', secret: SECRET })
  const mention = { id: 'at://x', url: null, authorId: 'b', authorName: 'b.example', text: 'true?', at: 1 }
  await ledger.botReplies.note(bot.id, [mention], '1')
  const [reply] = await ledger.botReplies.list({ limit: 1 })
  const draft = {
    kind: 'verdict',
    lang: 'en',
    asked: 'It fell.',
    posts: [{ text: 'Supported.', links: [] }],
    place: {},
  } as const
  await ledger.botReplies.update(reply?.id ?? '', { state: 'waiting', draft })
  const listed = await send('GET', '/replies?state=waiting')
  expect(listed.json.replies).toMatchObject([
    { state: 'waiting', posts: ['Supported.'], mention: { text: 'true?' } },
  ])
  expect((await send('POST', `/replies/${reply?.id}/approve`)).json).toMatchObject({ state: 'approved' })
  expect((await send('POST', `/replies/${reply?.id}/approve`)).status).toBe(404)
  expect((await send('POST', `/replies/${reply?.id}/dismiss`)).json).toMatchObject({ reason: 'dismissed' })
  expect((await send('PATCH', `/${bot.id}`, { settings: { loud: true } })).status).toBe(400)
})

it('is the owner’s alone', async () => {
  viewer = { ...OWNER, role: 'member' }
  for (const [method, path] of [
    ['GET', ''],
    ['POST', ''],
    ['GET', '/replies'],
    ['POST', '/replies/x/approve'],
    ['PATCH', '/x'],
    ['DELETE', '/x'],
  ] as const)
    expect((await send(method, path, method === 'GET' ? undefined : {})).status).toBe(403)
})
