import { describe, expect, it } from 'vitest'
import type { Archive } from '../../archive/archive.ts'
import { claimCheckSchema } from '../../contract/check.ts'
import type { ClaimCheck } from '../../domain/claim-check.ts'
import { makePost, type Post } from '../../domain/post.ts'
import { analyseText } from '../../domain/text/analyse-text.ts'
import { type CheckDependencies, checkClaim } from './check-claim.ts'
import { toCheckJson } from './check-json.ts'

const NOON = Date.UTC(2026, 2, 4, 12)
const CLAIM = 'The Lorville bridge collapsed on Tuesday.'
let nextId = 0

function post(author: string, text: string, fields: Partial<Post> = {}): Post {
  nextId += 1
  return makePost({
    id: `test:${nextId}`,
    author,
    authorName: author,
    text,
    createdAt: NOON + nextId,
    ...fields,
  })
}

function depsOf(posts: readonly Post[], more: Partial<CheckDependencies> = {}): CheckDependencies {
  const archive = { getPosts: async () => [], stats: async () => ({ newestAt: NOON }) } as unknown as Archive
  const findEvidence: CheckDependencies['findEvidence'] = async (_, { query }) => {
    const terms = new Set(analyseText(query).terms)
    return posts
      .filter(({ text }) => analyseText(text).terms.some((term) => terms.has(term)))
      .map((found, at) => ({ post: found, score: posts.length - at, folded: [] }))
  }
  return { archive, findEvidence, clock: () => NOON + 86_400_000, ...more }
}

function checked(
  posts: readonly Post[],
  claim = CLAIM,
  more: Partial<Parameters<typeof checkClaim>[0]> = {},
) {
  return checkClaim({ claim, ...more }, depsOf(posts))
}

function voicesFor({ evidence }: ClaimCheck): number {
  return evidence.filter(({ stance }) => stance === 'supports').length
}

describe('a claim that is checked', () => {
  it('is shown with what speaks for it, cut exactly out of the stored text', async () => {
    const text = 'I was there. The Lorville bridge collapsed on Tuesday. So sad.'
    const check = await checked([post('ann', text), post('bob', 'Lovely weather in Lorville')])
    const [first] = check.bestFor
    expect(first).toMatchObject({ author: 'ann', stance: 'supports', repeats: 1 })
    expect(text.slice(first?.start, first?.end)).toBe(first?.quote)
    expect(first?.quote).toContain('bridge collapsed')
  })

  it('hears who says it in many posts, and who copies it, once', async () => {
    const words = 'The Lorville bridge collapsed on Tuesday, says everyone I have met in the town today'
    const copies = ['bea', 'cid', 'dot', 'eve'].map((name) => post(name, words))
    const once = await checked([post('ann', words)])
    const often = await checked([post('ann', words), post('ann', `${words}!`), ...copies])
    expect(voicesFor(often)).toBe(voicesFor(once))
    expect(often.bestFor[0]?.repeats).toBe(6)
    expect(often.verdict.probabilities).toEqual(once.verdict.probabilities)
  })

  it('hears a campaign once, whatever its accounts write', async () => {
    const mark = { id: 'c1', accounts: 3, isConfirmed: true }
    const posts = [
      post('ann', 'The Lorville bridge collapsed on Tuesday'),
      post('bea', 'On Tuesday the old bridge of Lorville has collapsed, what a mess'),
      post('cid', 'Bridge down: Lorville, collapsed on Tuesday!'),
    ]
    const deps = depsOf(posts)
    const archive = {
      ...deps.archive,
      campaignPass: async () => ({}),
      campaignsOfAuthors: async (authors: readonly string[]) => new Map(authors.map((name) => [name, mark])),
    } as unknown as Archive
    const check = await checkClaim({ claim: CLAIM }, { ...deps, archive })
    expect(check.searched.voices).toBe(1)
    expect(check.evidence[0]?.repeats).toBe(3)
  })

  it('is not carried by the post that it was taken from, nor by its copies', async () => {
    const words = 'Breaking news from the valley: the Lorville bridge collapsed on Tuesday at noon'
    const origin = post('ann', words)
    const check = await checked([origin, post('bob', words)], CLAIM, { origin })
    expect(check.evidence).toEqual([])
    expect(check.searched.setAside).toEqual({ origin: 2 })
    expect(check.searched.missing).toContain('anything')
  })

  it('is not carried by jokes and questions', async () => {
    const check = await checked([
      post('ann', 'The Lorville bridge collapsed on Tuesday lol just kidding'),
      post('bob', 'Is it true that the Lorville bridge collapsed on Tuesday?'),
    ])
    expect(voicesFor(check)).toBe(0)
    expect(check.searched.setAside).toEqual({ joke: 1, question: 1 })
  })

  it('is denied by what says that it denies, though it holds the same words', async () => {
    const check = await checked([
      post('Town of Lorville', 'Denied: the Lorville bridge collapsed on Tuesday'),
      post('bob', 'Fake news: the Lorville bridge collapsed on Tuesday'),
    ])
    expect(voicesFor(check)).toBe(0)
    expect(check.bestAgainst.length).toBe(2)
    expect(check.verdict.label).not.toBe('supported')
  })

  it('names primary sources as such', async () => {
    const check = await checked([
      post('Town of Lorville', 'The Lorville bridge collapsed on Tuesday. Please stay away.'),
    ])
    expect(check.evidence[0]?.isPrimary).toBe(true)
    expect(check.searched.missing).not.toContain('primary_source')
  })

  it('says that there is not enough where nothing was found', async () => {
    const check = await checked([])
    expect(check).toMatchObject({ refusal: 'not_enough_evidence', bestFor: [], bestAgainst: [] })
    expect(check.verdict).toMatchObject({ label: 'not_enough', committed: false, validAt: null })
    expect(check.searched.missing).toEqual(['anything', 'primary_source', 'web_search'])
  })

  it('is shown with the checks that others have published', async () => {
    const known = {
      ...{ id: 'k1', claim: CLAIM, claimant: null, publisher: 'Lorville Facts', title: null },
      ...{ url: 'https://facts.example/1', rating: 'False', reviewedAt: NOON, from: 'page' as const },
    }
    const deps = depsOf([], { findKnownChecks: async () => [known] })
    expect((await checkClaim({ claim: CLAIM }, deps)).alreadyChecked).toEqual([known])
  })

  it.each([['   '], ['x'.repeat(1_001)]])('is refused where it is no claim', async (claim) => {
    await expect(checked([], claim)).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('a check on the wire', () => {
  it.each(['en', 'fr'] as const)('keeps the contract and has words in %s for every code', async (locale) => {
    const check = await checked([
      post('ann', CLAIM),
      post('bob', 'No, the Lorville bridge did not collapse on Tuesday'),
    ])
    const json = claimCheckSchema.parse(JSON.parse(JSON.stringify(toCheckJson(check, locale))))
    expect(json.what_would_change.every(({ text }) => text.length > 5)).toBe(true)
    expect(json.searched.missing.every(({ text }) => text.length > 3)).toBe(true)
    expect(json.label_text).not.toBe('')
  })

  it('says in words how many speak for and against', async () => {
    const check = await checked([post('ann', CLAIM)])
    expect(toCheckJson(check, 'en').summary).toMatch(/^One independent voice says so, no independent voices/)
    expect(toCheckJson(check, 'fr').summary).toMatch(/^Une voix indépendante le dit, aucune voix/)
  })
})
