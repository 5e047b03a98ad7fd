import { expect, test } from 'vitest'
import { readClaimReviews } from './claim-reviews.ts'

const REVIEW = {
  '@context': 'https://schema.org',
  '@type': 'ClaimReview',
  claimReviewed: 'The bridge of Lorville &amp; its tower fell.',
  url: 'https://facts.example/1',
  datePublished: '2026-03-04',
  author: { '@type': 'Organization', name: 'Lorville Facts' },
  reviewRating: { '@type': 'Rating', ratingValue: 1, bestRating: 5, alternateName: 'False' },
  itemReviewed: { '@type': 'Claim', author: { name: 'A mayor' } },
}
const page = (document: unknown) =>
  `<html><head><script type="application/ld+json">${JSON.stringify(document)}</script></head><body>x</body></html>`
const READ = {
  claim: 'The bridge of Lorville & its tower fell.',
  claimant: 'A mayor',
  publisher: 'Lorville Facts',
  url: 'https://facts.example/1',
  rating: 'False',
  reviewedAt: Date.UTC(2026, 2, 4),
}

test.each([
  ['alone', REVIEW],
  ['in a list', [{ '@type': 'WebPage' }, REVIEW]],
  ['in a graph', { '@graph': [{ '@type': 'Article' }, { ...REVIEW, '@type': ['Review', 'ClaimReview'] }] }],
])('a review in JSON-LD is read %s', (_, document) => {
  expect(readClaimReviews(page(document))).toEqual([READ])
})

test('a review in microdata is read, and what stands around it is not', () => {
  const html = `<div><p itemprop="claimReviewed">not this</p>
    <article itemscope itemtype="https://schema.org/ClaimReview"><a itemprop="url" href="https://facts.example/1">x</a>
    <p>Claim: <span itemprop="claimReviewed">The bridge of Lorville &amp; its tower fell.</span></p>
    <div itemprop="author" itemscope itemtype="https://schema.org/Organization"><b itemprop="name">Lorville Facts</b></div>
    <div itemprop="itemReviewed" itemscope><span itemprop="author" itemscope><i itemprop="name">A mayor</i></span></div>
    <div itemprop="reviewRating" itemscope><meta itemprop="ratingValue" content="1"><span itemprop="alternateName">False</span></div>
    <time itemprop="datePublished" datetime="2026-03-04">March</time></article></div>`
  expect(readClaimReviews(html)).toEqual([READ])
})

test('a number stands where there are no words for the rating', () => {
  const { alternateName: _, ...reviewRating } = REVIEW.reviewRating
  expect(readClaimReviews(page({ ...REVIEW, reviewRating }))[0]?.rating).toBe('1')
})

test.each([
  ['no markup', '<p>Nothing here</p>'],
  ['broken JSON', '<script type="application/ld+json">{"@type":"ClaimReview",</script>'],
  ['no claim', page({ ...REVIEW, claimReviewed: ' ' })],
  ['something deep', page({ '@graph': Array(5_000).fill({ '@graph': [{ '@type': 'ClaimReviewer' }] }) })],
  ['open tags', `${'<div itemscope itemtype="https://schema.org/ClaimReview">'.repeat(500)}`],
])('%s gives no review', (_, html) => {
  expect(readClaimReviews(html)).toEqual([])
})
