import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AppBskyFeedPost, AtpAgent, RichText } from '@atproto/api'
import { TestNetworkNoAppView } from '@atproto/dev-env'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { BotNetwork } from '../src/bots/bot-network.ts'
import type { StoredBot } from '../src/ledger/bots.ts'
import { BlueskyAppView } from './support/bluesky-app-view.ts'
import { BotWorld, PUBLIC_URL } from './support/bot-world.ts'

// A real Bluesky network on loopback, from @atproto/dev-env: what is written goes through the real data server. Its application view
// cannot run here; the stand-in reads the data server's records.

const HOUR_MS = 3_600_000

let dir: string
let view: BlueskyAppView
let network: TestNetworkNoAppView
let world: BotWorld
let verity: AtpAgent
let alice: AtpAgent
let robot: AtpAgent
let appPassword: string
let connected: StoredBot
let bot: StoredBot

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verity-bots-bluesky-'))
  view = await BlueskyAppView.start()
  const pds = {
    ...{ dataDirectory: join(dir, 'pds'), blobstoreDiskLocation: join(dir, 'blobs') },
    ...{ bskyAppViewUrl: view.url, bskyAppViewDid: 'did:web:appview.example' },
  }
  await mkdir(pds.dataDirectory)
  network = await TestNetworkNoAppView.create({ pds })
  view.home = network.pds.url
  verity = await signUp('verity')
  alice = await signUp('alice')
  robot = await signUp('robot')
  await robot.com.atproto.repo.putRecord({
    ...{ repo: robot.assertDid, collection: 'app.bsky.actor.profile', rkey: 'self' },
    record: {
      $type: 'app.bsky.actor.profile',
      labels: { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: 'bot' }] },
    },
  })
  appPassword = (await verity.com.atproto.server.createAppPassword({ name: 'replies' })).data.password
  await using first = await BotWorld.open()
  const account = { network: 'bluesky', server: network.pds.url, handle: '@verity.test' } as const
  connected = await first.accounts.add({ ...account, secret: appPassword })
}, 60_000)

beforeEach(async () => {
  world = await BotWorld.open()
  bot = await world.adopt(connected)
  await world.settle(bot, { isApprovalFirst: false })
  await world.round(bot)
  return () => world[Symbol.asyncDispose]()
})

afterAll(async () => {
  await network?.close()
  await view?.[Symbol.asyncDispose]()
  await rm(dir, { recursive: true, force: true })
}, 30_000)

test('a mention under a post is answered once, in the thread, with verdict, confidence, source and link', async () => {
  const { question } = await ask('@verity.test is this true?')
  await world.round(bot)
  await world.round(bot)
  const [reply, ...more] = await repliesTo(question.uri)
  expect(more).toEqual([])
  const { text, langs, facets } = reply?.value ?? {}
  expect(text).toContain('Contradicted. Confidence: high (84%).')
  expect(text).toMatch(/Checked: “The bridge in Quellin collapsed on 3 October 2026\.?”/)
  expect(langs).toEqual(['en'])
  const { claimId } = (await world.replyTo(question.uri)) ?? {}
  expect(facets?.at(-1)?.features[0]).toMatchObject({ uri: `${PUBLIC_URL}/checks/${claimId}` })
  expect(await world.ledger.claims.get(claimId ?? '')).toMatchObject({ isPublished: true })
  expect(new RichText({ text: text ?? '' }).graphemeLength).toBeLessThanOrEqual(300)
})

test('a French question is answered in French; the claim may stand in the description of a picture', async () => {
  const { data } = await alice.uploadBlob(PIXEL_PNG, { encoding: 'image/png' })
  const alt = 'Le pont de Quellin s’est effondré le 3 octobre 2026.'
  const claim = await alice.post({
    ...{ text: 'Regardez ça !', langs: ['fr'] },
    embed: { $type: 'app.bsky.embed.images', images: [{ image: data.blob, alt }] },
  })
  const question = await say(alice, '@verity.test c’est vrai ?', { root: claim, parent: claim })
  await world.round(bot)
  const [reply] = await repliesTo(question.uri)
  expect(reply?.value.text).toContain('Démenti. Confiance élevée (84\u00a0%).')
  expect(reply?.value.langs).toEqual(['fr'])
  expect(world.checked).toEqual([expect.stringContaining('Le pont de Quellin')])
})

test('a question is answered as a question; an opinion is refused honestly; a word of thanks is left alone', async () => {
  const question = await say(alice, '@verity.test How many people were hurt in Quellin?')
  const taste = await alice.post({ text: 'I think this is the most beautiful bridge in the world.' })
  const opinion = await say(alice, '@verity.test true?', { root: taste, parent: taste })
  const thanks = await say(alice, '@verity.test thanks, good work!')
  await world.round(bot)
  expect(world.asked).toEqual(['How many people were hurt in Quellin?'])
  expect((await repliesTo(question.uri))[0]?.value.text).toMatch(
    /^Twelve people were hurt.*\nSource: news\.example\/hurt$/s,
  )
  expect((await repliesTo(opinion.uri))[0]?.value.text).toMatch(/^There is nothing to check here/)
  expect(await repliesTo(thanks.uri)).toEqual([])
  expect(await world.replyTo(thanks.uri)).toMatchObject({ state: 'skipped', reason: 'not_asked' })
})

test('with approval first a draft waits until somebody approves it, and is gone when somebody dismisses it', async () => {
  await world.settle(bot, { isApprovalFirst: true })
  const [one, two] = [await ask('@verity.test is this true?'), await ask('@verity.test fact check?')]
  await world.round(bot)
  const drafts = await Promise.all([one, two].map(({ question }) => world.replyTo(question.uri)))
  expect(drafts.map((draft) => draft?.state)).toEqual(['waiting', 'waiting'])
  expect(world.told).toHaveLength(2)
  await world.ledger.botReplies.approve(drafts[0]?.id ?? '')
  await world.ledger.botReplies.dismiss(drafts[1]?.id ?? '')
  await world.round(bot)
  expect(await repliesTo(one.question.uri)).toHaveLength(1)
  expect(await repliesTo(two.question.uri)).toEqual([])
  expect(await world.ledger.botReplies.approve(drafts[1]?.id ?? '')).toBeNull()
})

test('a mention that is deleted before its answer goes out is not answered', async () => {
  await world.settle(bot, { isApprovalFirst: true })
  const { question } = await ask('@verity.test is this true?')
  await world.round(bot)
  await alice.deletePost(question.uri)
  await world.ledger.botReplies.approve((await world.replyTo(question.uri))?.id ?? '')
  await world.round(bot)
  expect(await world.replyTo(question.uri)).toMatchObject({ state: 'skipped', reason: 'deleted' })
  expect(await repliesTo(question.uri)).toEqual([])
})

test('a process that dies between the reply and its acknowledgement leaves exactly one reply', async () => {
  const { question } = await ask('@verity.test is this true?')
  await world.round(bot, await dying(true))
  expect(await world.replyTo(question.uri)).toMatchObject({ state: 'publishing', published: [] })
  expect(await repliesTo(question.uri)).toHaveLength(1)
  world.pass(HOUR_MS)
  await world.round(bot)
  expect(await world.replyTo(question.uri)).toMatchObject({ state: 'published', error: null })
  expect(await repliesTo(question.uri)).toHaveLength(1)
})

test('a process that dies before the reply is out leaves one too; a ledger that forgot it all does not reply again', async () => {
  const askedAt = Date.now()
  const { question } = await ask('@verity.test is this true?')
  await world.round(bot, await dying(false))
  expect(await repliesTo(question.uri)).toEqual([])
  world.pass(HOUR_MS)
  await world.round(bot)
  expect(await repliesTo(question.uri)).toHaveLength(1)

  await using other = await BotWorld.open()
  const again = await other.adopt(connected)
  await other.settle(again, { isApprovalFirst: false })
  await other.ledger.bots.update(again.id, { cursor: `${askedAt}/${askedAt}` })
  await other.round(again)
  expect(await other.replyTo(question.uri)).toMatchObject({ state: 'published' })
  expect(await repliesTo(question.uri)).toHaveLength(1)
})

test('it answers neither itself nor accounts that say a program writes there, nor who is blocked', async () => {
  const own = await say(verity, '@verity.test is it true that the bridge in Quellin collapsed?')
  const robots = await say(robot, '@verity.test is it true that the bridge in Quellin collapsed?')
  await world.settle(bot, { blockedAccounts: ['@alice.test'] })
  const { question } = await ask('@verity.test is this true?')
  await world.round(bot)
  for (const { uri } of [own, robots, question]) expect(await repliesTo(uri)).toEqual([])
  expect(await world.replyTo(robots.uri)).toMatchObject({ state: 'skipped', reason: 'automated' })
  expect(await world.replyTo(question.uri)).toMatchObject({ state: 'skipped', reason: 'blocked' })
})

test('two programs that answer each other end at the limit of the conversation', async () => {
  await world.settle(bot, { repliesPerThreadMax: 2 })
  const { claim, question } = await ask('@verity.test is this true?')
  let last = question
  for (let turn = 1; turn <= 4; turn++) {
    await world.round(bot)
    const [reply] = await repliesTo(last.uri)
    if (reply === undefined) break
    last = await say(alice, `@verity.test is it true that ${turn}0 people were hurt in Quellin?`, {
      ...{ root: claim, parent: { uri: reply.uri, cid: reply.cid } },
    })
  }
  expect(await world.replyTo(last.uri)).toMatchObject({ state: 'skipped', reason: 'thread_limit' })
})

test('the budget of an hour is kept, and what waits goes out when there is room', async () => {
  await world.settle(bot, { repliesPerHourMax: 1 })
  const [one, two] = [await ask('@verity.test is this true?'), await ask('@verity.test is that true?')]
  await world.round(bot)
  expect(await repliesTo(one.question.uri)).toHaveLength(1)
  expect(await world.replyTo(two.question.uri)).toMatchObject({ state: 'approved' })
  world.pass(HOUR_MS + 1_000)
  await world.round(bot)
  expect(await repliesTo(two.question.uri)).toHaveLength(1)
})

test('a verdict that changes is corrected below the reply, once; one that stays is not', async () => {
  const { question } = await ask('@verity.test is this true?')
  await world.round(bot)
  const reply = await world.replyTo(question.uri)
  world.label = 'supported'
  await world.recheck()
  await world.round(bot)
  await world.recheck()
  await world.round(bot)
  const corrections = await repliesTo(reply?.published.at(-1)?.id ?? '')
  expect(corrections).toHaveLength(1)
  expect(corrections[0]?.value.text).toMatch(/^Correction\. I had answered “Contradicted”\.\nSupported\./)
  expect(corrections[0]?.value.reply?.root.uri).toBe(reply?.threadId)
})

test('a draft whose verdict changed while it waited is written anew before it goes out', async () => {
  await world.settle(bot, { isApprovalFirst: true })
  const { question } = await ask('@verity.test is this true?')
  await world.round(bot)
  world.label = 'supported'
  await world.recheck()
  await world.ledger.botReplies.approve((await world.replyTo(question.uri))?.id ?? '')
  await world.round(bot)
  await world.round(bot)
  expect(await repliesTo(question.uri)).toEqual([])
  const draft = await world.replyTo(question.uri)
  expect(draft).toMatchObject({ state: 'waiting', saidLabel: 'supported' })
  expect(draft?.draft?.posts[0]?.text).toMatch(/^Supported\./)
})

test('the pause switch holds, and a session that is over is begun anew with what is stored sealed', async () => {
  const { question } = await ask('@verity.test is this true?')
  const paused = { isPaused: true, session: null }
  await world.ledger.bots.update(bot.id, paused)
  await world.round(bot)
  expect(await repliesTo(question.uri)).toEqual([])
  await world.ledger.bots.update(bot.id, { isPaused: false })
  await world.round(bot)
  expect(await repliesTo(question.uri)).toHaveLength(1)
  const stored = JSON.stringify(await world.ledger.bots.get(bot.id))
  expect(stored).not.toContain(appPassword)
  expect((await world.ledger.bots.get(bot.id))?.session).toMatch(/^v1\./)
})

test('the password of the account itself, or a wrong one, is refused and nothing is stored', async () => {
  await using other = await BotWorld.open()
  const wanted = { network: 'bluesky', server: network.pds.url, handle: 'verity.test' } as const
  for (const secret of ['a-long-password', 'aaaa-bbbb-cccc-dddd'])
    await expect(other.accounts.add({ ...wanted, secret })).rejects.toMatchObject({ code: 'invalid_input' })
  expect(await other.ledger.bots.list()).toEqual([])
})

async function signUp(name: string): Promise<AtpAgent> {
  const agent = new AtpAgent({ service: network.pds.url })
  const email = `${name}@example.test`
  await agent.createAccount({ handle: `${name}.test`, email, password: 'a-long-password' })
  return agent
}

type Ref = { readonly uri: string; readonly cid: string }
type Place = { readonly root: Ref; readonly parent: Ref }

async function say(agent: AtpAgent, words: string, reply?: Place): Promise<Ref> {
  const written = new RichText({ text: words })
  await written.detectFacets(agent)
  const { text, facets = [] } = written
  return await agent.post({ text, facets, ...(reply !== undefined && { reply }) })
}

/** A claim of its own, and a question below it. */
async function ask(words: string): Promise<{ claim: Ref; question: Ref }> {
  const claim = await alice.post({ text: 'The bridge in Quellin collapsed on 3 October 2026.' })
  return { claim, question: await say(alice, words, { root: claim, parent: claim }) }
}

/** What the account wrote below a post, from its own repository. */
async function repliesTo(uri: string) {
  const { data } = await verity.com.atproto.repo.listRecords({
    ...{ repo: verity.assertDid, collection: 'app.bsky.feed.post', limit: 100 },
  })
  const posts = data.records.map((record) => ({ ...record, value: record.value as AppBskyFeedPost.Record }))
  return posts.filter(({ value }) => value.reply?.parent.uri === uri)
}

/** The network as a process sees it that dies while it replies: after the post is out, or before. */
async function dying(isOut: boolean): Promise<BotNetwork> {
  const real = await world.accounts.open((await world.ledger.bots.get(bot.id)) ?? bot)
  const publish: BotNetwork['publish'] = async (post, signal) => {
    if (isOut) await real.publish(post, signal)
    throw new Error('The process ends here.')
  }
  return {
    ...{ style: real.style.bind(real), mentionsSince: real.mentionsSince.bind(real), publish },
    ...{ thread: real.thread.bind(real), hasOwn: real.hasOwn.bind(real), find: real.find.bind(real) },
  }
}

const PIXEL_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
