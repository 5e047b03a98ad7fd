import { getDomain } from 'tldts'

/**
 * The part of a host that somebody registered (`news.bbc.co.uk` → `bbc.co.uk`): pages under one speak for one publisher.
 * Blogs under a shared host (`a.github.io`) are registered apart. A host that is none (an IP address) is its own.
 *
 * @param url absolute http or https address
 * @see https://publicsuffix.org
 */
export function registrableDomain(url: string): string {
  const host = URL.parse(url)?.hostname ?? url
  return getDomain(host, { allowPrivateDomains: true }) ?? host
}
