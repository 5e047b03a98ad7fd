import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerRound, readMentions } from '../../src/bots/answer-round.ts'
import type { BotDependencies } from '../../src/bots/bot-dependencies.ts'
import type { BotNetwork } from '../../src/bots/bot-network.ts'
import { ReplyAccounts } from '../../src/bots/reply-accounts.ts'
import { ClaimDesk } from '../../src/desk/checks/claim-desk.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { ClaimCheck } from '../../src/domain/claim-check.ts'
import type { ClaimLabel } from '../../src/domain/verdict.ts'
import type { BotReply } from '../../src/ledger/bot-replies.ts'
import type { BotSettings, StoredBot } from '../../src/ledger/bots.ts'
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts'
import { SecretBox } from '../../src/ledger/secret-box.ts'
import { checkOf } from '../ledger-checks-behaviour.ts'

export const PUBLIC_URL = 'https://verity.example'
const SILENT = { info: () => undefined, warn: () => undefined }

/** A ledger, a board of claims whose verdicts a test decides, and a clock that a test moves. */
export class BotWorld implements AsyncDisposable {
  readonly ledger: Ledger
  readonly accounts: ReplyAccounts
  readonly deps: BotDependencies
  readonly #box = new SecretBox(['a secret of thirty-two characters or more'])
  readonly #desk: ClaimDesk
  readonly #dir: string
  readonly #signal = new AbortController().signal
  /** Added to the real time. */
  #aheadMs = 0
  label: ClaimLabel = 'refuted'
  readonly checked: string[] = []
  readonly asked: string[] = []
  /** What the owner was told waits. */
  readonly told: string[] = []

  static async open(): Promise<BotWorld> {
    const dir = await mkdtemp(join(tmpdir(), 'verity-bots-'))
    const clock = { now: () => Date.now() }
    const ledger = await openLedger(
      { kind: 'sqlite', file: join(dir, 'ledger.sqlite') },
      { clock: () => clock.now() },
    )
    const world = new BotWorld(dir, ledger)
    clock.now = world.now
    return world
  }

  private constructor(dir: string, ledger: Ledger) {
    this.#dir = dir
    this.ledger = ledger
    const timing = { now: this.now, wait: async () => undefined }
    this.#desk = new ClaimDesk({
      ...{ claims: ledger.claims, locks: ledger.locks, timing, log: SILENT },
      archive: { getPosts: async () => [], getPages: async () => [] },
      hub: {
        subscribe: () => {
          throw new Error('Nobody follows posts here.')
        },
      },
      check: async ({ claim }) => this.#check(claim),
      tellFollowers: async () => undefined,
    })
    this.accounts = new ReplyAccounts({ fetch, timing, bots: ledger.bots, openBox: async () => this.#box })
    this.deps = {
      ...{ bots: ledger.bots, replies: ledger.botReplies, claims: ledger.claims, desk: this.#desk },
      ...{ timing, random: () => 0.5, log: SILENT, publicUrl: PUBLIC_URL },
      tellWaiting: async (_, draft) => void this.told.push(draft.asked),
      ask: async (question) => this.#answer(question),
    }
  }

  readonly now = (): number => Date.now() + this.#aheadMs

  pass(ms: number): void {
    this.#aheadMs += ms
  }

  /** Reads mentions and does all there is to do, once. */
  async round(bot: StoredBot, network?: BotNetwork): Promise<void> {
    const fresh = (await this.ledger.bots.get(bot.id)) ?? bot
    const atWork = { bot: fresh, network: network ?? (await this.accounts.open(fresh)) }
    await readMentions(atWork, this.deps, this.#signal)
    await answerRound(atWork, this.deps, this.#signal)
  }

  async settle(bot: StoredBot, settings: Partial<BotSettings>): Promise<void> {
    const known = await this.ledger.bots.get(bot.id)
    if (known !== null)
      await this.ledger.bots.update(bot.id, { settings: { ...known.settings, ...settings } })
  }

  /** The account of another world with its session: signing in anew takes longer than most tests. */
  async adopt(other: StoredBot): Promise<StoredBot> {
    const seal = (id: string, name: 'secret' | 'session') =>
      this.#box.seal(this.#box.open(other[name] ?? '', `bot:${other.id}:${name}`), `bot:${id}:${name}`)
    const bot = await this.ledger.bots.add(other, (id) => seal(id, 'secret'))
    return (await this.ledger.bots.update(bot.id, { session: seal(bot.id, 'session') })) ?? bot
  }

  /** What became of the mention. */
  async replyTo(mentionId: string): Promise<BotReply | undefined> {
    const replies = await this.ledger.botReplies.list({ limit: 200 })
    return replies.find(({ mention, corrects }) => mention.id === mentionId && corrects === null)
  }

  /** Looks at every claim anew, so that a new label becomes a revision. */
  async recheck(): Promise<void> {
    const { claims } = await this.ledger.claims.list({ limit: 100 })
    for (const { id } of claims) await this.#desk.look(id, 'new_evidence')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#desk[Symbol.asyncDispose]()
    await this.ledger.close()
    rmSync(this.#dir, { recursive: true, force: true })
  }

  #check(claim: string): ClaimCheck {
    this.checked.push(claim)
    const { verdict, ...check } = checkOf(0.84, [
      'bluesky:at://did:plc:prefecture/app.bsky.feed.post/3kaaaaaaaaaaa',
    ])
    const [evidence] = check.bestFor
    const sides = this.label === 'refuted' ? { bestFor: [], bestAgainst: check.bestFor } : {}
    const stanced = evidence === undefined ? [] : [{ ...evidence, stance: 'refutes' as const }]
    return {
      ...{ ...check, ...sides, claim, verdict: { ...verdict, label: this.label } },
      evidence: this.label === 'refuted' ? stanced : check.evidence,
    }
  }

  #answer(question: string): Answer {
    this.asked.push(question)
    const text = 'Twelve people were hurt, says the prefecture.'
    const sentence = {
      text,
      start: 0,
      end: text.length,
      support01: 1,
      citations: [1],
      independentAccounts: 1,
    }
    return {
      ...{ text, sentences: [sentence], abstained: false },
      citations: [{ n: 1, kind: 'page', id: 'page:1', url: 'https://news.example/hurt' }],
    } as unknown as Answer
  }
}
