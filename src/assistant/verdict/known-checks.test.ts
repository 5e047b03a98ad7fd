import { expect, test } from 'vitest'
import { reviewsOf } from '../../desk/checks/note-reviews.ts'
import type { KnownCheck } from '../../domain/claim-check.ts'
import { makePage } from '../../domain/page.ts'
import { realTiming as timing } from '../../lib/timing.ts'
import { googleFactCheck } from '../../search/web/google-fact-check.ts'
import { KnownCheckFinder } from './known-checks.ts'

const known = (id: string, claim: string): KnownCheck => ({
  ...{ id, claim, claimant: null, publisher: 'Facts', url: `https://facts.example/${id}`, title: null },
  ...{ rating: 'False', reviewedAt: null, from: 'page' },
})
const KNOWN = [
  known('a', 'The Lorville bridge collapsed on Tuesday, killing 12 people.'),
  known('b', 'The mayor of Lorville sold the bridge to his cousin.'),
]
const finder = (
  checks: readonly KnownCheck[],
  elsewhere?: ConstructorParameters<typeof KnownCheckFinder>[1],
) => new KnownCheckFinder({ all: async () => checks, count: async () => checks.length }, elsewhere)

test('a published check of the same claim is found, one of another claim about the same thing is not', async () => {
  const found = await finder(KNOWN).find(
    'On Tuesday the bridge in Lorville collapsed and killed 12 people',
    'en',
  )
  expect(found.map(({ id }) => id)).toEqual(['a'])
  expect(await finder(KNOWN).find('The Lorville bridge was painted blue in spring', 'en')).toEqual([])
})

test('another number makes another claim', async () => {
  expect(
    await finder(KNOWN).find('The Lorville bridge collapsed on Tuesday, killing 40 people', 'en'),
  ).toEqual([])
})

test('what others know is shown too, each address once', async () => {
  const elsewhere = async () => [{ ...known('a', KNOWN[0]?.claim ?? ''), from: 'google' as const }]
  const found = await finder(KNOWN, elsewhere).find(KNOWN[0]?.claim ?? '', 'en')
  expect(found).toHaveLength(1)
})

test('nothing is known where nothing was brought in', async () => {
  expect(await finder([]).find('The bridge fell into the river.', null)).toEqual([])
})

test('a page reviews claims under its own address, whatever it says', () => {
  const page = makePage({
    ...{ url: 'https://blog.example/x', canonicalUrl: 'https://blog.example/x', site: 'Blog', title: 'T' },
    ...{
      byline: null,
      publishedAt: 5,
      fetchedAt: 9,
      lang: 'en',
      text: 'text',
      rawSha256: '',
      rawSizeBytes: 1,
    },
    reviews: [
      {
        ...{
          claim: 'The bridge fell.',
          claimant: null,
          publisher: 'Reuters',
          rating: 'True',
          reviewedAt: null,
        },
        url: 'https://reuters.example/1',
      },
    ],
  })
  expect(reviewsOf([page])).toMatchObject([
    { url: 'https://blog.example/x', publisher: 'Reuters (blog.example)', reviewedAt: 5 },
  ])
})

test('Google is asked with the key in the address and nowhere else, and what it sends is read carefully', async () => {
  const asked: URL[] = []
  const answer = {
    claims: [
      {
        ...{ text: 'The bridge fell.', claimant: 'A mayor' },
        claimReview: [
          {
            publisher: { name: 'Facts', site: 'facts.example' },
            ...{
              url: 'https://facts.example/1',
              title: 'No',
              reviewDate: '2026-03-04T00:00:00Z',
              textualRating: 'False',
            },
          },
          { url: 'javascript:alert(1)' },
        ],
      },
      'nonsense',
      { text: 5 },
    ],
  }
  const fetch = (async (url: URL) => {
    asked.push(url)
    return new Response(JSON.stringify(answer))
  }) as unknown as typeof globalThis.fetch
  const found = await googleFactCheck({ key: 'k' }, { fetch, timing })('The bridge fell.', 'en')
  expect(asked[0]?.searchParams.get('query')).toBe('The bridge fell.')
  expect(found).toMatchObject([{ publisher: 'Facts', rating: 'False', reviewedAt: Date.UTC(2026, 2, 4) }])
  const broken = (async () => new Response('no', { status: 500 })) as unknown as typeof globalThis.fetch
  expect(await googleFactCheck({ key: 'k' }, { fetch: broken, timing })('The bridge fell.', null)).toEqual([])
})
