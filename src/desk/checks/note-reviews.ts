import type { KnownCheck } from '../../domain/claim-check.ts'
import type { Page } from '../../domain/page.ts'
import type { FoundCheck } from '../../ledger/known-checks.ts'
import { registrableDomain } from '../../lib/registrable-domain.ts'

/**
 * The checks that pages publish, as they are kept. A page may review claims, not speak for another site: what names an address
 * elsewhere is kept under the page's own, and whose name it gives is told beside its site.
 */
export function reviewsOf(pages: readonly Page[]): FoundCheck[] {
  return pages.flatMap((page) => (page.reviews ?? []).map((review) => toFoundCheck(page, review)))
}

function toFoundCheck(page: Page, review: NonNullable<Page['reviews']>[number]): FoundCheck {
  const own = registrableDomain(page.canonicalUrl)
  const named = review.url === null ? null : URL.parse(review.url, page.canonicalUrl)
  const isOwn = named !== null && /^https?:$/.test(named.protocol) && registrableDomain(named.href) === own
  const from: KnownCheck['from'] = 'page'
  return {
    ...{ claim: review.claim, claimant: review.claimant, rating: review.rating, from },
    ...{ lang: page.lang, title: page.title, reviewedAt: review.reviewedAt ?? page.publishedAt },
    url: isOwn ? named.href : page.canonicalUrl,
    publisher: publisherOf(review.publisher, own),
  }
}

function publisherOf(name: string | null, site: string): string {
  return name === null || name.toLowerCase() === site ? site : `${name} (${site})`
}
