import { describe, expect, it } from 'vitest'
import type { ClaimCheck } from '../src/domain/claim-check.ts'
import type { Ledger } from '../src/ledger/ledger.ts'

type World = {
  readonly ledger: () => Ledger
  readonly addPerson: (id: string) => Promise<string>
  readonly pass: (ms: number) => void
}

/** A check whose verdict rests on these posts. */
export function checkOf(confidence01: number, posts: readonly string[] = []): ClaimCheck {
  const evidence = posts.map((id) => ({
    ...{ kind: 'post' as const, id, url: null, author: `author of ${id}`, authorName: null, createdAt: 1 },
    ...{ quote: `words of ${id}`, start: 0, end: 5, snapshotId: id, stance: 'supports' as const },
    ...{ confidence01: 0.9, relevance01: 0.9, isPrimary: false, repeats: 1 },
  }))
  return {
    claim: 'The bridge fell.',
    lang: 'en',
    verdict: {
      ...{ label: 'supported', confidence01, committed: true, basis: 'evidence', validAt: null },
      probabilities: { supported: confidence01, refuted: 0, conflicting: 0, not_enough: 1 - confidence01 },
      ...{ bestFor: [], bestAgainst: [], whatWouldChange: [] },
    },
    range: { low01: confidence01, high01: confidence01 },
    ...{
      bestFor: evidence,
      bestAgainst: [],
      evidence,
      alreadyChecked: [],
      refusal: null,
      checkedAt: 1,
      totalMs: 1,
    },
    searched: {
      ...{
        queries: [],
        postsRead: 0,
        pagesRead: 0,
        voices: 0,
        repeated: 0,
        setAside: {},
        missing: [],
        web: null,
      },
    },
    model: { provider: 'verity', model: 'embedded', embedded: true },
  }
}

/** What a ledger keeps about claims, and whom it tells. */
export function describeChecks({ ledger, addPerson, pass }: World): void {
  const bridge = {
    ...{ text: 'The bridge fell.', lang: 'en', createdBy: null, isPublished: false },
    origin: { kind: 'text', id: null } as const,
  }

  describe('claims', () => {
    it('are one claim in the same words, however they are written', async () => {
      const { claims } = ledger()
      const first = await claims.add(bridge)
      const again = await claims.add({ ...bridge, text: '  the BRIDGE fell  ', isPublished: true })
      const other = await claims.add({ ...bridge, text: 'The bridge fell 2.5 m.' })
      expect(again).toMatchObject({ isNew: false, claim: { id: first.claim.id, isPublished: true } })
      expect(other.isNew).toBe(true)
      expect(await claims.counts()).toMatchObject({ new: 2, verdict: 0 })
    })

    it('go from new to checking to a verdict, and each later verdict is a revision that stays', async () => {
      const { claims } = ledger()
      const { claim } = await claims.add(bridge)
      await claims.begin(claim.id)
      expect((await claims.get(claim.id))?.state).toBe('checking')
      await claims.revise(claim.id, checkOf(0.6), { reason: 'first', nextCheckAt: 5 })
      expect(await claims.get(claim.id)).toMatchObject({ state: 'verdict', revision: 1, nextCheckAt: 5 })
      await claims.noteQuiet(claim.id, checkOf(0.61), 7)
      expect(await claims.get(claim.id)).toMatchObject({ state: 'verdict', revision: 1, quietChecks: 1 })
      await claims.revise(claim.id, checkOf(0.9), { reason: 'new_evidence', nextCheckAt: 9 })
      expect(await claims.get(claim.id)).toMatchObject({ state: 'revised', revision: 2, quietChecks: 0 })
      const log = await claims.revisions(claim.id)
      expect(log.map(({ reason, check }) => [reason, check.verdict.confidence01])).toEqual([
        ['new_evidence', 0.9],
        ['first', 0.6],
      ])
    })

    it('are listed column by column, page by page, the last changed first', async () => {
      const { claims } = ledger()
      for (const text of ['one fell', 'two fell', 'three fell']) {
        await claims.add({ ...bridge, text })
        pass(1)
      }
      const first = await claims.list({ states: ['new'], limit: 2 })
      expect(first.claims.map(({ text }) => text)).toEqual(['three fell', 'two fell'])
      const second = await claims.list({ limit: 2, after: first.next ?? '' })
      expect(second).toMatchObject({ claims: [{ text: 'one fell' }], next: null })
      expect((await claims.list({ states: ['revised'], limit: 2 })).claims).toEqual([])
    })

    it('that could not be checked say why, and are due again', async () => {
      const { claims } = ledger()
      const { claim } = await claims.add(bridge)
      await claims.fail(claim.id, { code: 'store_failed', message: 'No.' }, claim.createdAt + 10)
      expect(await claims.get(claim.id)).toMatchObject({ state: 'failed', error: { code: 'store_failed' } })
      expect(await claims.due(claim.createdAt + 9, 10)).toEqual([])
      expect(await claims.due(claim.createdAt + 10, 10)).toHaveLength(1)
      await claims.bringForward([claim.id], claim.createdAt)
      expect(await claims.due(claim.createdAt, 10)).toHaveLength(1)
    })

    it('are found by the posts that their verdicts quote, and are written anew without them', async () => {
      const { claims } = ledger()
      const { claim } = await claims.add(bridge)
      await claims.revise(claim.id, checkOf(0.9, ['net:1', 'net:2']), { reason: 'first', nextCheckAt: 5 })
      const author = { author: 'author of net:2', source: 'net' }
      expect(await claims.citing({ posts: ['net:1', 'net:9'], authors: [author] })).toEqual([
        { claimId: claim.id, postId: 'net:1' },
        { claimId: claim.id, postId: 'net:2' },
      ])
      await claims.rewrite(claim.id, (check) => ({ ...check, bestFor: [], evidence: [] }))
      expect((await claims.get(claim.id))?.check?.evidence).toEqual([])
      expect((await claims.revisions(claim.id))[0]?.check.evidence).toEqual([])
    })

    it('are followed and rated by people, each once', async () => {
      const { claims, people } = ledger()
      const { claim } = await claims.add(bridge)
      const [ann, bob] = [await addPerson('ann'), await addPerson('bob')]
      for (const person of [ann, ann, bob]) await claims.follow(claim.id, person)
      await claims.unfollow(claim.id, bob)
      expect(await claims.followers(claim.id)).toEqual([ann])
      expect((await claims.list({ followedBy: ann, limit: 5 })).claims).toHaveLength(1)
      await claims.rate(claim.id, ann, 'helpful')
      await claims.rate(claim.id, ann, 'not_helpful')
      await claims.rate(claim.id, bob, 'somewhat')
      await claims.rate(claim.id, bob, null)
      expect(await claims.ratings()).toEqual([{ claimId: claim.id, personId: ann, level: 'not_helpful' }])
      await people.remove(ann)
      expect(await claims.ratingsOf(claim.id)).toEqual([])
    })
  })

  describe('checks of others', () => {
    const found = {
      ...{ claim: 'The bridge fell.', lang: 'en', claimant: 'A mayor', publisher: 'Facts', title: null },
      ...{ url: 'https://facts.example/1', rating: 'False', reviewedAt: 5, from: 'page' as const },
    }

    it('are kept once, with the rating they have now', async () => {
      const { knownChecks } = ledger()
      await knownChecks.add([found, { ...found, claim: 'Another claim' }])
      await knownChecks.add([{ ...found, rating: 'Half true' }])
      expect(await knownChecks.count()).toBe(2)
      expect(await knownChecks.all()).toContainEqual(
        expect.objectContaining({ rating: 'Half true', from: 'page' }),
      )
    })
  })

  describe('notifications', () => {
    const told = {
      kind: 'verdict',
      title: 'Revised',
      body: 'Now supported.',
      path: '/checks/1',
      eventKey: 'claim:1:2',
    }

    it('tell a person of a thing once, and count what is unread', async () => {
      const { notifications } = ledger()
      const personId = await addPerson('ann')
      expect(await notifications.tell({ ...told, personId }, ['email'])).toBe(true)
      expect(await notifications.tell({ ...told, personId }, ['email'])).toBe(false)
      expect(await notifications.unreadCount(personId)).toBe(1)
      await notifications.markRead(personId)
      expect(await notifications.unreadCount(personId)).toBe(0)
      expect(await notifications.list(personId, 5)).toMatchObject([{ title: 'Revised', personId }])
    })

    it('wait to be sent, are tried again later, and end as sent or dropped', async () => {
      const { notifications } = ledger()
      const personId = await addPerson('ann')
      await notifications.tell({ ...told, personId }, ['email', 'webhook'])
      const [first, second] = await notifications.due(Number.MAX_SAFE_INTEGER, 10)
      await notifications.endSend(first?.id ?? '', 'sent')
      await notifications.retrySend(second?.id ?? '', 4_000_000_000_000, 'busy')
      expect(await notifications.due(3_000_000_000_000, 10)).toEqual([])
      expect(await notifications.nextDueAt()).toBe(4_000_000_000_000)
      expect(await notifications.due(4_000_000_000_000, 10)).toMatchObject([{ attempts: 1 }])
    })

    it('end by mail for whoever holds the token of the mail, and for nobody else', async () => {
      const { notifications } = ledger()
      const [ann, bob] = [await addPerson('ann'), await addPerson('bob')]
      const mails = await notifications.changeSettings(ann, {
        email: 'ann@example.org',
        offKinds: ['digest'],
      })
      await notifications.changeSettings(bob, { email: 'bob@example.org' })
      expect(await notifications.stopMails('guessed')).toBe(false)
      expect(await notifications.stopMails(mails.stopToken)).toBe(true)
      expect(await notifications.settings(ann)).toMatchObject({ email: null, offKinds: ['digest'] })
      expect((await notifications.settings(bob)).email).toBe('bob@example.org')
      expect((await notifications.ownerOfFeed(mails.feedToken))?.personId).toBe(ann)
    })
  })
}
