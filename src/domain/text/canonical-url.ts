/** Longer addresses are data, not links; they get no terms. */
export const URL_CHARS_MAX = 2_048

/** Addresses in which a parser of URLs would change nothing: most of them, and read in a fifth of its time. */
const USUAL =
  /^https?:\/\/((?:[a-z0-9-]+\.)+[a-z]{2,24})((?:\/(?:[\w~-][\w~.-]*)?)*)(\?[\w~.=&%+-]*)?(?:#[\w~.-]*)?$/

/** Parameters that say who shared a link or where it was seen, never what it shows. */
const TRACKING = new Set(
  (
    'fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id igshid igsh mc_cid mc_eid mkt_tok ' +
    '_ga _gl _hsenc _hsmi __twitter_impression ref_src ref_url xtor cmpid ocid smid ncid ito at_medium at_campaign ' +
    'at_custom1 at_custom2 at_custom3 at_custom4 spm'
  ).split(' '),
)

/**
 * The key under which links to the same page meet: scheme and `www.` dropped, host in lower case, default
 * port, fragment, trailing slash and tracking parameters removed, the others sorted.
 * It is a key to compare, not an address to open.
 *
 * @param url absolute, or without a scheme when it starts with a host name
 * @returns null when it is not an http(s) address or longer than `URL_CHARS_MAX`
 */
export function canonicalUrl(url: string): { key: string; host: string } | null {
  if (url.length > URL_CHARS_MAX) return null
  const [, usualHost, usualPath = '', usualSearch = ''] = USUAL.exec(url) ?? []
  if (usualHost !== undefined && !usualHost.includes('xn--')) {
    const host = usualHost.replace(/^www\./, '')
    return { key: host + usualPath.replace(/\/+$/, '') + keptParameters(usualSearch), host }
  }
  const parsed = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `https://${url}`)
  if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) return null
  const host = parsed.hostname.replace(/^www\./, '').replace(/\.$/, '')
  if (host === '') return null
  const port = parsed.port === '' || parsed.port === '80' || parsed.port === '443' ? '' : `:${parsed.port}`
  const path = parsed.pathname.replace(/\/+$/, '')
  return { key: host + port + path + keptParameters(parsed.search), host }
}

function keptParameters(search: string): string {
  if (search.length < 2) return ''
  const kept = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isTracking(pair))
    .sort()
  return kept.length === 0 ? '' : `?${kept.join('&')}`
}

function isTracking(pair: string): boolean {
  const name = pair.split('=', 1)[0]?.toLowerCase() ?? ''
  return name.startsWith('utm_') || TRACKING.has(name)
}
