import { createHash } from 'node:crypto'
import type { KnownCheck } from '../../domain/claim-check.ts'
import { parseIsoTime } from '../../lib/iso-time.ts'
import { asArray, asObject, asString } from '../../lib/unknown-json.ts'
import { callProvider, type ProviderDependencies } from './call-provider.ts'

export const FACT_CHECK_URL = 'https://factchecktools.googleapis.com/v1alpha1/claims:search'
const TIMEOUT_MS = 5_000
const RESULTS_MAX = 10
/** Longer queries find nothing: every word must be in a check. */
const QUERY_LENGTH_MAX = 200

/**
 * Looks a claim up in the published checks that Google knows. The claim is sent to Google; a failure finds nothing.
 *
 * @see https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search
 */
export function googleFactCheck(
  { key, url: base = FACT_CHECK_URL }: { readonly key: string; readonly url?: string },
  deps: ProviderDependencies,
) {
  return async (
    claim: string,
    lang: string | null,
    signal = new AbortController().signal,
  ): Promise<KnownCheck[]> => {
    const url = new URL(base)
    const query = claim.slice(0, QUERY_LENGTH_MAX).toWellFormed()
    const params = { query, pageSize: String(RESULTS_MAX), key, ...(lang !== null && { languageCode: lang }) }
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
    const answer = await callProvider({ url, headers: {}, timeoutMs: TIMEOUT_MS }, deps, signal)
    if (answer.kind === 'failed') return []
    return asArray(answer.body['claims']).slice(0, RESULTS_MAX).flatMap(readClaim)
  }
}

function readClaim(value: unknown): KnownCheck[] {
  const item = asObject(value)
  const text = asString(item?.['text'])?.trim()
  if (item === null || !text) return []
  return asArray(item['claimReview']).flatMap((review): KnownCheck[] => {
    const read = asObject(review)
    const publisher = asObject(read?.['publisher'])
    const url = URL.parse(asString(read?.['url']) ?? '')
    if (read === null || url === null || !/^https?:$/.test(url.protocol)) return []
    return [
      {
        id: createHash('sha256').update(`${url.href}\n${text}`).digest('hex').slice(0, 32),
        ...{ claim: text, url: url.href, from: 'google' },
        claimant: asString(item['claimant']) ?? null,
        publisher: asString(publisher?.['name']) ?? asString(publisher?.['site']) ?? url.hostname,
        title: asString(read['title']) ?? null,
        rating: asString(read['textualRating']) ?? null,
        reviewedAt: parseIsoTime(asString(read['reviewDate']) ?? ''),
      },
    ]
  })
}
