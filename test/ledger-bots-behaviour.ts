import { describe, expect, it } from 'vitest'
import type { SeenMention } from '../src/ledger/bot-replies.ts'
import { BOT_SETTINGS } from '../src/ledger/bots.ts'
import type { Ledger } from '../src/ledger/ledger.ts'
import { checkOf } from './ledger-checks-behaviour.ts'

const ACCOUNT = {
  network: 'bluesky',
  server: 'https://bsky.social',
  accountId: 'did:plc:a',
  handle: 'a.example',
} as const

function mention(id: string, at = 1): SeenMention {
  return { id, url: null, authorId: 'did:plc:b', authorName: 'b.example', text: 'is this true?', at }
}

/** Accounts that answer, and what became of their mentions. */
export function describeBots({ ledger, pass }: { ledger: () => Ledger; pass: (ms: number) => void }): void {
  describe('accounts that answer', () => {
    const addBot = () => ledger().bots.add(ACCOUNT, (id) => `sealed for ${id}`)

    it('are one for each account of a network; new credentials replace the old and settings stay', async () => {
      const { bots } = ledger()
      const bot = await addBot()
      expect(bot).toMatchObject({
        secret: `sealed for ${bot.id}`,
        settings: BOT_SETTINGS,
        isPaused: false,
        cursor: null,
      })
      await bots.update(bot.id, { isPaused: true, settings: { ...BOT_SETTINGS, isApprovalFirst: false } })
      const again = await bots.add({ ...ACCOUNT, handle: 'new.example' }, () => 'sealed anew')
      expect(again).toMatchObject({
        id: bot.id,
        handle: 'new.example',
        secret: 'sealed anew',
        isPaused: true,
      })
      expect(again.settings.isApprovalFirst).toBe(false)
      expect(await bots.list()).toHaveLength(1)
      expect(await bots.remove(bot.id)).toBe(true)
      expect(await bots.remove(bot.id)).toBe(false)
    })

    it('note each mention once, with how far they have read', async () => {
      const { bots, botReplies } = ledger()
      const { id } = await addBot()
      expect(await botReplies.note(id, [mention('1', 2), mention('2', 1)], 'c1')).toBe(2)
      expect(await botReplies.note(id, [mention('2', 1), mention('3', 3)], 'c2')).toBe(1)
      expect(await bots.get(id)).toMatchObject({ cursor: 'c2', trouble: null })
      const due = await botReplies.due(id, ['seen'], Number.MAX_SAFE_INTEGER)
      expect(due.map((reply) => reply.mention.id)).toEqual(['2', '1', '3'])
      expect(await botReplies.counts(id)).toMatchObject({ seen: 3, published: 0 })
    })

    it('let a draft out only from where it waits, and drop nothing that is out', async () => {
      const { botReplies } = ledger()
      const bot = await addBot()
      await botReplies.note(bot.id, [mention('1')], 'c')
      const [reply] = await botReplies.list({ botId: bot.id, limit: 5 })
      const id = reply?.id ?? ''
      expect(await botReplies.approve(id)).toBeNull()
      await botReplies.update(id, { state: 'waiting' })
      expect(await botReplies.approve(id)).toMatchObject({ state: 'approved' })
      expect(await botReplies.update(id, { state: 'publishing', publishedAt: 5 }, ['approved'])).toBe(true)
      expect(await botReplies.update(id, { state: 'publishing' }, ['approved'])).toBe(false)
      expect(await botReplies.dismiss(id)).toBeNull()
      expect(await botReplies.countOut(bot.id, 4)).toBe(1)
      expect(await botReplies.countOut(bot.id, 5)).toBe(0)
      expect(await botReplies.countComing(bot.id, 'did:plc:b', 0)).toBe(1)
    })

    it('forget after 90 days what they left unanswered, and nothing else', async () => {
      const { botReplies } = ledger()
      const bot = await addBot()
      await botReplies.note(bot.id, [mention('1'), mention('2')], 'c')
      const [reply] = await botReplies.due(bot.id, ['seen'], Number.MAX_SAFE_INTEGER)
      await botReplies.update(reply?.id ?? '', { state: 'skipped', reason: 'not_asked' })
      pass(90 * 86_400_000 + 1)
      await ledger().recover()
      expect(await botReplies.counts(bot.id)).toMatchObject({ skipped: 0, seen: 1 })
    })

    it('know which replies a later verdict stands against, and correct each revision once', async () => {
      const { botReplies, claims } = ledger()
      const bot = await addBot()
      await botReplies.note(bot.id, [mention('1')], 'c')
      const [reply] = await botReplies.list({ botId: bot.id, limit: 5 })
      const origin = { kind: 'post', id: 'bluesky:1' } as const
      const { claim } = await claims.add({
        text: 'It fell.',
        lang: 'en',
        origin,
        createdBy: null,
        isPublished: true,
      })
      await claims.revise(claim.id, checkOf(0.6), { reason: 'first', nextCheckAt: 5 })
      const said = {
        state: 'published',
        claimId: claim.id,
        claimRevision: 1,
        saidLabel: 'supported',
      } as const
      await botReplies.update(reply?.id ?? '', said)
      expect(await botReplies.behindVerdict(bot.id)).toEqual([])
      await claims.revise(claim.id, checkOf(0.9), { reason: 'new_evidence', nextCheckAt: 9 })
      const [behind] = await botReplies.behindVerdict(bot.id)
      expect(behind).toMatchObject({ id: reply?.id, saidLabel: 'supported', published: [] })
      pass(1)
      if (behind === undefined) return
      expect(await botReplies.addCorrection(behind, 2)).toMatchObject({ corrects: behind.id, state: 'seen' })
      expect(await botReplies.addCorrection(behind, 2)).toBeNull()
      expect(await botReplies.correctionsOf(behind.id)).toHaveLength(1)
      await claims.remove(claim.id)
      expect(await botReplies.get(behind.id)).toMatchObject({ claimId: null })
    })
  })
}
