import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StoredBot } from '../src/ledger/bots.ts'
import { BotWorld, PUBLIC_URL } from './support/bot-world.ts'
import { MastodonBotServer } from './support/mastodon-bot-server.ts'

const HOUR_MS = 3_600_000
const ANA = { id: '7', acct: 'ana@far.example', bot: false }
const ROBOT = { id: '8', acct: 'robot@far.example', bot: true }
const CLAIM = '<p>The bridge in Quellin collapsed on 3 October 2026.</p>'
const POST = 'POST /api/v1/statuses'

let server: MastodonBotServer
let world: BotWorld
let bot: StoredBot

beforeEach(async () => {
  server = await MastodonBotServer.start()
  world = await BotWorld.open()
  bot = await world.accounts.add({
    network: 'mastodon',
    server: server.url,
    handle: null,
    secret: server.token,
  })
  await world.settle(bot, { isApprovalFirst: false })
  await world.round(bot)
})

afterEach(async () => {
  await world[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

/** A claim, and a question below it. */
function ask(words = '<p>@verity is this true?</p>', more = {}): string {
  return server.write(ANA, words, { in_reply_to_id: server.write(ANA, CLAIM), ...more })
}

test('a mention that is announced twice is answered once, quietly, naming who asked, within the length', async () => {
  const question = ask(undefined, { announced: 2 })
  await world.round(bot)
  await world.round(bot)
  const [reply, ...more] = server.repliesTo(question)
  expect(more).toEqual([])
  expect(reply).toMatchObject({ visibility: 'unlisted', language: 'en' })
  const text = String(reply?.['sent'])
  expect(text).toMatch(/^@ana@far\.example Contradicted\. Confidence: high \(84%\)\.\nChecked: “The bridge/)
  const { claimId } = (await world.replyTo(question)) ?? {}
  expect(text).toContain(`${PUBLIC_URL}/checks/${claimId}`)
  expect(text.replace(/https:\S+/g, 'x'.repeat(23)).replace('@far.example', '').length).toBeLessThanOrEqual(
    500,
  )
})

test('in French, from the words of the question and not from what the app declared', async () => {
  const question = ask(
    '<p><span class="h-card"><a href="x" class="u-url mention">@verity</a></span> c’est vrai ?</p>',
    { announced: 1 },
  )
  await world.round(bot)
  expect(String(server.repliesTo(question)[0]?.['sent'])).toContain('Démenti. Confiance élevée')
})

test('words of others call nobody: names and tags in a quoted claim are broken', async () => {
  const claim = '<p>The minister @boss said that the bridge in Quellin collapsed on 3 October 2026 #news.</p>'
  const question = server.write(ANA, '<p>@verity true?</p>', { in_reply_to_id: server.write(ANA, claim) })
  await world.round(bot)
  const text = String(server.repliesTo(question)[0]?.['sent']).replace('@ana@far.example', '')
  expect(text).toMatch(/said that the bridge/)
  expect(text).not.toMatch(/[@#][\p{L}\p{N}]/u)
})

test('private words are neither answered nor put on a public page', async () => {
  const question = ask(undefined, { visibility: 'direct' })
  const hidden = server.write(ANA, CLAIM, { visibility: 'private' })
  const below = server.write(ANA, '<p>@verity is this true?</p>', { in_reply_to_id: hidden })
  await world.round(bot)
  expect(server.repliesTo(question)).toEqual([])
  expect(await world.replyTo(question)).toMatchObject({ state: 'skipped', reason: 'not_public' })
  expect(String(server.repliesTo(below)[0]?.['sent'])).toMatch(/I do not see what to check/)
  expect(world.checked).toEqual([])
})

test('accounts that say a program writes there and blocked servers get no answer; a reply that only tells something neither', async () => {
  const robots = server.write(ROBOT, '<p>@verity is it true that the bridge in Quellin collapsed?</p>')
  const question = ask()
  await world.round(bot)
  const ours = String(server.repliesTo(question)[0]?.['id'])
  const told = server.write(
    ANA,
    '<p>@verity The mayor of Quellin said on Monday that 5 people were hurt.</p>',
    { in_reply_to_id: ours },
  )
  await world.settle(bot, { blockedServers: ['far.example'] })
  const blocked = ask()
  await world.round(bot)
  for (const id of [robots, told, blocked]) expect(server.repliesTo(id)).toEqual([])
  expect(await world.replyTo(robots)).toMatchObject({ reason: 'automated' })
  expect(await world.replyTo(blocked)).toMatchObject({ reason: 'blocked' })
})

test('malformed answers, a busy server and a spent limit delay a reply and lose nothing', async () => {
  const question = ask()
  const reads = 'GET /api/v1/notifications'
  server.faults.push(
    { path: reads, body: '{"id":' },
    { path: reads, body: '{"error":"odd"}' },
    { path: reads, status: 503 },
  )
  for (let round = 0; round < 3; round++)
    await expect(world.round(bot)).rejects.toMatchObject({ code: 'upstream_failed' })
  const reset = new Date(world.now() + 10 * 60_000).toISOString()
  server.faults.push({ path: POST, status: 503 })
  await world.round(bot)
  world.pass(HOUR_MS / 2)
  server.faults.push({
    path: POST,
    status: 429,
    headers: {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': reset,
      date: new Date(world.now() - HOUR_MS / 2).toUTCString(),
    },
  })
  await expect(world.round(bot)).rejects.toMatchObject({ code: 'over_limit' })
  expect(server.repliesTo(question)).toEqual([])
  const waiting = await world.replyTo(question)
  expect((waiting?.nextAt ?? 0) - world.now()).toBeGreaterThan(9 * 60_000)
  world.pass(HOUR_MS / 2)
  await world.round(bot)
  expect(server.repliesTo(question)).toHaveLength(1)
  expect(await world.replyTo(question)).toMatchObject({ state: 'published', error: null, attempts: 0 })
})

test('a line that breaks after the reply was taken leaves one reply, also when the instance forgot the key', async () => {
  const question = ask()
  server.faults.push({ path: POST, isCut: true })
  await world.round(bot)
  expect(await world.replyTo(question)).toMatchObject({ state: 'publishing' })
  server.forgetKeys()
  world.pass(HOUR_MS)
  await world.round(bot)
  expect(await world.replyTo(question)).toMatchObject({ state: 'published' })
  expect(server.repliesTo(question)).toHaveLength(1)
})

test('what the instance refuses for good is given up and can be taken up again by hand', async () => {
  const question = ask()
  for (let time = 0; time < 3; time++) {
    server.faults.push({ path: POST, status: 422 })
    await world.round(bot)
    world.pass(HOUR_MS)
  }
  const failed = await world.replyTo(question)
  expect(failed).toMatchObject({ state: 'failed' })
  await world.ledger.botReplies.retry(failed?.id ?? '')
  await world.round(bot)
  expect(server.repliesTo(question)).toHaveLength(1)
})

test('mentions from before the account was added are nobody’s question; a wrong token is refused', async () => {
  const old = ask()
  await using other = await BotWorld.open()
  const wanted = { network: 'mastodon', server: server.url, handle: null } as const
  await expect(other.accounts.add({ ...wanted, secret: 'wrong' })).rejects.toMatchObject({
    code: 'invalid_input',
  })
  const late = await other.accounts.add({ ...wanted, secret: server.token })
  await other.round(late)
  await other.round(late)
  expect(await other.replyTo(old)).toBeUndefined()
})
