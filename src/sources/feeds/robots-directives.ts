/** The name by which a site can speak to us alone. */
export const PRODUCT = 'verity'

const FORBIDDING: ReadonlySet<string> = new Set(['noindex', 'none', 'noarchive'])
/** Directives that have a value of their own; other names before a colon are those of robots. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  'unavailable_after',
  'max-snippet',
  'max-image-preview',
  'max-video-preview',
])
const LENGTH_MAX = 2_000

/**
 * Whether a page asks not to be found or kept: `noindex`, `noarchive` or `none`, said to all robots or to us. What is said to another
 * robot alone does not count.
 *
 * @param directives content of `<meta name=robots>` or of the header `X-Robots-Tag`
 * @param product our name, in lower case
 * @see https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
 */
export function forbidsKeeping(directives: string | null | undefined, product: string): boolean {
  let isForUs = true
  for (const part of (directives ?? '').slice(0, LENGTH_MAX).toLowerCase().split(',')) {
    const [, agent, said = ''] = /^\s*(?:([^\s:,]+)\s*:)?\s*([^,]*?)\s*$/.exec(part) ?? []
    if (agent !== undefined && WITH_VALUE.has(agent)) continue
    if (agent !== undefined) isForUs = agent === product
    if (isForUs && FORBIDDING.has(said)) return true
  }
  return false
}
