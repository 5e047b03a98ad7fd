import { describe, expect, it } from 'vitest'
import type { CampaignMark } from '../../domain/campaign.ts'
import type { Cluster } from '../corroborate/cluster.ts'
import type { Decision } from '../corroborate/decision.ts'
import { answerIntegrity } from './answer-integrity.ts'
import type { Speaker } from './speaker.ts'
import { wilsonInterval } from './wilson-interval.ts'

const CAMPAIGN: CampaignMark = { id: 'c', accounts: 4, isConfirmed: true }

describe('who says what', () => {
  it('counts a confirmed campaign once, and every account in the raw picture', () => {
    const yes = cluster('12', ['m0', 'm1', 'm2', 'm3', 'ann'])
    const no = cluster('20', ['bob', 'eve', 'joe'])
    const found = answerIntegrity(decided(yes, no), standing(['m0', 'm1', 'm2', 'm3']), 'en')
    expect(found?.campaigns).toEqual([{ id: 'c', accounts: 4, confirmed: true, in_answer: 4 }])
    expect(found?.raw.map(({ accounts, share01 }) => [accounts, share01])).toEqual([
      [5, 0.625],
      [3, 0.375],
    ])
    expect(found?.cleaned.map(({ accounts, share01 }) => [accounts, share01])).toEqual([
      [2, 0.4],
      [3, 0.6],
    ])
  })

  it('counts a provisional campaign as the accounts that it is', () => {
    const yes = cluster('12', ['m0', 'm1'])
    const found = answerIntegrity(decided(yes), standing(['m0', 'm1'], false), 'en')
    expect(found?.cleaned).toEqual(found?.raw)
    expect(found?.campaigns[0]?.confirmed).toBe(false)
  })

  it('counts an account once, and those whose copies were folded away', () => {
    const yes = cluster('12', ['ann', 'bob'])
    const no = cluster('20', ['ann', 'eve'])
    const echoes = new Map([['post of eve', [speaker('joe'), speaker('eve')]]])
    const found = answerIntegrity(decided(yes, no), { ...standing([]), echoes }, 'en')
    expect(found?.raw.map(({ accounts }) => accounts)).toEqual([2, 2])
  })

  it('tells the same by language and day, and after each campaign', () => {
    const yes = cluster('12', ['m0', 'm1', 'm2', 'm3', 'ann'])
    const found = answerIntegrity(
      decided(yes, cluster('20', ['eve'])),
      standing(['m0', 'm1', 'm2', 'm3']),
      'en',
    )
    expect(
      found?.by_language?.map(({ name, raw, cleaned }) => [name, raw[0]?.accounts, cleaned[0]?.accounts]),
    ).toEqual([
      ['en', 5, 2],
      ['fr', 0, 0],
    ])
    expect(found?.by_day?.map(({ name }) => name)).toEqual(['2026-01-05'])
    expect(found?.steps?.map(({ campaign_id, after }) => [campaign_id, after[0]?.accounts])).toEqual([
      ['c', 2],
    ])
  })

  it('says nothing where campaigns were never looked for', () => {
    const unknown = { campaigns: null, echoes: new Map() }
    expect(answerIntegrity(decided(cluster('12', ['ann'])), unknown, 'en')).toBeNull()
  })
})

describe("Wilson's interval", () => {
  it('is the textbook one, holds the share, and says nothing of nothing', () => {
    const { low01, high01 } = wilsonInterval(8, 10)
    expect(low01).toBeCloseTo(0.4902, 4)
    expect(high01).toBeCloseTo(0.9433, 4)
    expect(wilsonInterval(0, 5).low01).toBe(0)
    expect(wilsonInterval(5, 5).high01).toBe(1)
    expect(wilsonInterval(0, 0)).toEqual({ low01: 0, high01: 1 })
  })
})

function cluster(text: string, authors: readonly string[]): Cluster {
  const posts = authors.map((author) => ({ ...speaker(author), id: `post of ${author}` }))
  const value = { kind: 'name', text, words: [text] }
  return { value, posts, supports: [], score: 1, firm: 1 } as unknown as Cluster
}

function speaker(author: string): Speaker {
  const isFrench = author === 'eve'
  return { author, source: 'file', lang: isFrench ? 'fr' : 'en', createdAt: Date.UTC(2026, 0, 5) }
}

function decided(lead: Cluster, ...others: Cluster[]): Decision {
  return { kind: 'answer', lead, others, denials: null, stance: null }
}

function standing(members: readonly string[], isConfirmed = true) {
  const campaigns = new Map(members.map((author) => [author, { ...CAMPAIGN, isConfirmed }]))
  return { campaigns, echoes: new Map<string, readonly Speaker[]>() }
}
