import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../src/api/create-api.ts'
import type { ApiEnvironment } from '../src/api/environment.ts'
import { readConfig } from '../src/app/config.ts'
import { openServices, type Services } from '../src/app/services.ts'
import { answerSchema } from '../src/contract/answer.ts'
import { checkCreatedSchema, checkDetailSchema, checkListSchema } from '../src/contract/checks.ts'
import { notificationListSchema, notificationSettingsSchema } from '../src/contract/notification.ts'
import { storable } from './support/storable.ts'

const CLAIM = 'The Lorville bridge collapsed on 3 March 2026.'
const HOSTILE = '</script><img src=x onerror=alert(1)>'
let dataDir: string
let services: Services
let api: Hono<ApiEnvironment>
let id: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-checks-'))
  services = await openServices({
    ...{ config: readConfig({ VERITY_DATA: dataDir, VERITY_LIVE: 'off' }), version: '0.0.0', live: false },
    ...{
      log: pino({ level: 'silent' }),
      internalSecret: 'secret',
      isLoopback: true,
      webDir: null,
      newId: randomUUID,
    },
  })
  await services.api.archive.insertPosts([
    stored('p:1', 'ann', `${CLAIM} I saw it fall.`),
    stored(
      'p:2',
      'Lorville Police',
      'Police confirm: the Lorville bridge collapsed on 3 March 2026, nobody was hurt.',
    ),
    stored('p:3', 'bob', `The bridge in Lorville collapsed on 3 March 2026 ${HOSTILE} and nobody knows why.`),
  ])
  api = createApi(services.api)
})
afterAll(async () => {
  await services[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

describe('a claim on the board', () => {
  it('is checked at once and listed with its verdict', async () => {
    const created = checkCreatedSchema.parse(await json('/api/checks', post({ text: CLAIM })))
    id = created.checks[0]?.id ?? ''
    expect(created.checks[0]).toMatchObject({ claim: CLAIM, state: 'verdict', revision: 1, published: false })
    const board = checkListSchema.parse(await json('/api/checks?state=verdict'))
    expect(board.checks.map((check) => check.id)).toEqual([id])
    expect(board.counts).toMatchObject({ verdict: 1, new: 0 })
  })

  it('shows who says so, each voice once, and is followed by who asked', async () => {
    const detail = checkDetailSchema.parse(await json(`/api/checks/${id}`))
    expect(detail.check?.best_for.length).toBeGreaterThan(0)
    expect(detail).toMatchObject({ following: true, yours: true, revisions: [{ reason: 'first' }] })
  })

  it('is the same claim when it is asked as a question, or taken from a post', async () => {
    const asked = checkCreatedSchema.parse(
      await json(
        '/api/checks',
        post({ text: 'Is it true that the Lorville bridge collapsed on 3 March 2026?' }),
      ),
    )
    expect(asked.checks[0]?.id).toBe(id)
    const taken = checkCreatedSchema.parse(await json('/api/checks', post({ post_id: 'p:2' })))
    expect(taken.checks[0]?.origin).toEqual({ kind: 'post', id: 'p:2' })
  })

  it('is rated, followed no longer, and checked again', async () => {
    const rated = checkDetailSchema.parse(await json(`/api/checks/${id}/rating`, post({ level: 'helpful' })))
    expect(rated.ratings).toEqual({ count: 1, status: 'needs_more_ratings', yours: 'helpful' })
    const unfollowed = await json(`/api/checks/${id}/follow`, { method: 'DELETE' })
    expect(checkDetailSchema.parse(unfollowed).following).toBe(false)
    expect(checkDetailSchema.parse(await json(`/api/checks/${id}/look`, post({}))).revision).toBe(1)
  })

  it.each([
    [{}, 400],
    [{ text: 'x', post_id: 'p:1' }, 400],
    [{ text: 'I love it here.' }, 400],
    [{ post_id: 'p:99' }, 404],
    [{ text: 'A claim.', frobnicate: 1 }, 400],
  ])('is refused: %j', async (body, status) => {
    expect((await api.request('http://localhost/api/checks', post(body))).status).toBe(status)
  })
})

describe('others', () => {
  const stranger = { headers: { 'sec-fetch-site': 'cross-site', origin: 'https://other.example' } }
  const visit = (path: string) => api.request(`http://localhost${path}`, stranger)

  it('see nothing of a claim before it is published', async () => {
    for (const path of [`/embed/checks/${id}`, `/api/checks/${id}/claimreview.json`, '/embed/checks/none'])
      expect((await visit(path)).status).toBe(401)
    expect((await visit(`/checks/${id}`)).status).toBe(404)
    expect(await (await visit('/feeds/checks.xml')).text()).not.toContain('Lorville')
  })

  it('see its page with ClaimReview, its card, its JSON and the feed once it is', async () => {
    await json(`/api/checks/${id}`, { ...post({ published: true }), method: 'PATCH' })
    const page = await (await visit(`/checks/${id}`)).text()
    const written = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? ''
    const review = await (await visit(`/api/checks/${id}/claimreview.json`)).json()
    expect(JSON.parse(written)).toEqual(review)
    expect(review).toMatchObject({ '@type': 'ClaimReview', claimReviewed: CLAIM, author: { name: 'Verity' } })
    expect(await (await visit('/feeds/checks.xml')).text()).toContain(CLAIM)
  })

  it('may frame the card, which runs no script and holds no markup of posts', async () => {
    const card = await visit(`/embed/checks/${id}`)
    expect(card.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors \*/)
    const text = await card.text()
    expect(text).not.toContain('<script')
    expect(text).not.toContain('<img')
    const page = await visit(`/checks/${id}`)
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(await page.text()).not.toContain('<img')
  })
})

describe('a question of the kind "is it true"', () => {
  it('is answered with a verdict', async () => {
    const question = 'Is it true that the Lorville bridge collapsed?'
    const answer = answerSchema.parse(await json('/api/ask', post({ question })))
    expect(answer.verdict).toMatchObject({ claim: 'The Lorville bridge collapsed.' })
    expect(
      answerSchema.parse(await json('/api/ask', post({ question: 'Who saw it?' }))).verdict,
    ).toBeUndefined()
  })
})

describe('what a person is told', () => {
  it('is listed and marked as read', async () => {
    const { user } = (await json('/api/me')) as { user: { id: string } }
    const told = { kind: 'verdict', title: 'Revised', body: 'Now so.', path: '/checks/1', eventKey: 'e' }
    await services.api.ledger.notifications.tell({ ...told, personId: user.id }, [])
    expect(notificationListSchema.parse(await json('/api/notifications'))).toMatchObject({ unread: 1 })
    expect(notificationListSchema.parse(await json('/api/notifications/read', post({}))).unread).toBe(0)
  })

  it('goes to a webhook whose secret is shown once, and to a feed that opens by its address', async () => {
    const change = { ...post({ webhook_url: 'https://hooks.example/1' }), method: 'PATCH' }
    const made = notificationSettingsSchema.parse(await json('/api/notifications/settings', change))
    expect(made.webhook_secret).toHaveLength(43)
    const later = notificationSettingsSchema.parse(await json('/api/notifications/settings'))
    expect(later).toMatchObject({ webhook_secret: null, mail_available: false })
    expect(await (await api.request(`http://localhost${later.feed_path}`)).text()).toContain('Now so.')
    expect((await api.request('http://localhost/feeds/notifications/guessed.xml')).status).toBe(404)
    expect((await api.request('http://localhost/stop-mails/guessed', { method: 'POST' })).status).toBe(404)
  })
})

function stored(postId: string, author: string, text: string) {
  return storable({
    id: postId,
    author,
    authorName: author,
    text,
    createdAt: Date.UTC(2026, 2, 4),
    lang: 'en',
  })
}

function post(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function json(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await api.request(`http://localhost${path}`, init)
  const body: unknown = await response.json()
  expect(response.status, JSON.stringify(body)).toBeLessThan(300)
  return body
}
