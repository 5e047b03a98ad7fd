/** The address when it may be opened (http or https, no credentials inside), otherwise null. */
export function safeLink(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null
  const url = new URL(address)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return isWeb && url.username === '' && url.password === '' ? url.href : null
}

/** What a link out of the product always carries. */
export const OUTBOUND = { target: '_blank', rel: 'noopener noreferrer nofollow' } as const
