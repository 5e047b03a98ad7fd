import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ClaimDesk } from '../src/desk/checks/claim-desk.ts'
import { PostHub } from '../src/desk/post-hub.ts'
import type { ClaimCheck } from '../src/domain/claim-check.ts'
import { makePost } from '../src/domain/post.ts'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { checkOf } from './ledger-checks-behaviour.ts'
import { eventually } from './support/until.ts'

const CLAIM = 'The Lorville bridge collapsed on Tuesday, the police said.'

let ledger: Ledger
let now: number
let answers: (ClaimCheck | Error)[]
let told: string[]
let desk: ClaimDesk
const hub = new PostHub()

beforeEach(async () => {
  now = Date.UTC(2026, 2, 4)
  answers = []
  told = []
  ledger = await openLedger({ kind: 'sqlite', file: ':memory:' }, { clock: () => now })
  desk = new ClaimDesk({
    ...{ claims: ledger.claims, locks: ledger.locks, hub },
    archive: {
      getPosts: async (ids) => ids.flatMap((id) => POSTS.filter((post) => post.id === id)),
      getPages: async () => [],
    },
    timing: {
      now: () => now,
      wait: (_, signal) => new Promise((done) => setTimeout(done, signal.aborted ? 0 : 5)),
    },
    log: { warn: () => {}, info: () => {}, error: () => {}, debug: () => {} } as never,
    check: async () => {
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no answer')
      return answer
    },
    tellFollowers: async (claim) => {
      told.push(`${claim.id}:${claim.revision}`)
    },
  })
})
afterEach(async () => {
  await desk[Symbol.asyncDispose]()
  await ledger.close()
})

const POSTS = [
  makePost({ id: 'net:1', author: 'ann', text: `${CLAIM} I love it here. Is it far?` }),
  makePost({ id: 'net:2', author: 'bob', text: 'I love it here. Is it far?' }),
]
const by = { personId: null, isPublished: false }

async function added(): Promise<string> {
  const claim = await desk.add({ text: CLAIM, lang: 'en', origin: { kind: 'text', id: null }, ...by })
  await desk.look(claim.id, 'first')
  return claim.id
}

describe('the claim desk', () => {
  it('looks at a new claim and keeps its verdict', async () => {
    answers = [checkOf(0.8)]
    const id = await added()
    expect(await ledger.claims.get(id)).toMatchObject({ state: 'verdict', revision: 1 })
    expect(told).toEqual([])
  })

  it('takes the claims out of a post, and refuses one that states nothing', async () => {
    answers = [checkOf(0.8)]
    const [claim] = await desk.addFrom({ kind: 'post', id: 'net:1' }, by)
    expect(claim).toMatchObject({ text: CLAIM, origin: { kind: 'post', id: 'net:1' } })
    await expect(desk.addFrom({ kind: 'post', id: 'net:2' }, by)).rejects.toThrow(/nothing to check/)
    await expect(desk.addFrom({ kind: 'post', id: 'net:9' }, by)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('tells followers of a verdict that changed, and of no other look', async () => {
    answers = [checkOf(0.8)]
    const id = await added()
    answers = [checkOf(0.82)]
    await desk.look(id, 'new_evidence')
    expect(told).toEqual([])
    expect((await ledger.claims.get(id))?.quietChecks).toBe(1)
    answers = [checkOf(0.3)]
    await desk.look(id, 'new_evidence')
    expect(told).toEqual([`${id}:2`])
    expect((await ledger.claims.revisions(id))[0]?.reason).toBe('new_evidence')
  })

  it('says why a look failed, and tries again later', async () => {
    answers = [new Error('no disk')]
    const id = await added()
    const claim = await ledger.claims.get(id)
    expect(claim).toMatchObject({ state: 'failed', error: { code: 'internal' } })
    expect(claim?.nextCheckAt).toBeGreaterThan(now)
    answers = [checkOf(0.8)]
    await desk.look(id, 'new_evidence')
    expect(await ledger.claims.get(id)).toMatchObject({ state: 'verdict', error: null })
  })

  it('looks again when a post arrives that may bear on the claim, and not for others', async () => {
    answers = [checkOf(0.8)]
    const id = await added()
    answers = [checkOf(0.2)]
    const stop = new AbortController()
    const running = desk.keepUp(stop.signal)
    await eventually(() => hub.subscriberCount === 1)
    await eventually(async () => {
      hub.publish([makePost({ id: 'net:5', author: 'eve', text: 'Lovely weather in Lorville' })])
      hub.publish([
        makePost({ id: 'net:6', author: 'fay', text: 'Police: the Lorville bridge has not collapsed' }),
      ])
      return told.length > 0
    })
    expect(told).toEqual([`${id}:2`])
    stop.abort()
    await running
  })

  it('takes the words of deleted posts out of verdicts and looks at them again', async () => {
    answers = [checkOf(0.8, ['net:1'])]
    const id = await added()
    await desk.withdraw({ posts: ['net:1'], authors: [] })
    const claim = await ledger.claims.get(id)
    expect(JSON.stringify(claim?.check)).not.toContain('words of net:1')
    expect(claim?.nextCheckAt).toBeLessThanOrEqual(now)
  })
})
