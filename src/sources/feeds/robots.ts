/** What one robots.txt says to us. */
export type RobotsRules = {
  readonly rules: readonly { readonly allows: boolean; readonly pattern: string }[]
  /** Seconds between two requests that the site asks for; null when it does not. */
  readonly crawlDelayS: number | null
}

export const ALLOW_ALL: RobotsRules = { rules: [], crawlDelayS: null }

/** RFC 9309 asks readers to take at least 500 KiB. */
export const ROBOTS_BYTES_MAX = 512 * 1_024
const RULES_MAX = 5_000
const PATTERN_LENGTH_MAX = 2_048
/** Wildcards of one pattern that are honoured; more are attacks on whoever matches them. */
const WILDCARDS_MAX = 20

/**
 * Reads a robots.txt for one product: the groups that name it, merged, or else those for `*`.
 *
 * @param product our name, in lower case
 * @see https://www.rfc-editor.org/rfc/rfc9309
 */
export function parseRobots(text: string, product: string): RobotsRules {
  const own = {
    named: false,
    rules: [] as { allows: boolean; pattern: string }[],
    delay: null as number | null,
  }
  const general = {
    named: false,
    rules: [] as { allows: boolean; pattern: string }[],
    delay: null as number | null,
  }
  let groups: (typeof own)[] = []
  let isInAgents = false
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/, 20_000)) {
    const [, key = '', value = ''] =
      /^\s*([a-z-]{1,20})\s*:\s*([^#]*)/i.exec(line.slice(0, PATTERN_LENGTH_MAX)) ?? []
    switch (key.toLowerCase()) {
      case 'user-agent': {
        if (!isInAgents) groups = []
        isInAgents = true
        const agent = value.trim().toLowerCase()
        const group = agent === '*' ? general : product === agent.replace(/[/\s].*$/, '') ? own : null
        if (group !== null) {
          group.named = true
          groups.push(group)
        }
        break
      }
      case 'allow':
      case 'disallow':
        isInAgents = false
        for (const { rules } of groups) {
          if (value.trim() !== '' && rules.length < RULES_MAX)
            rules.push({ allows: key.toLowerCase() === 'allow', pattern: normalised(value.trim()) })
        }
        break
      case 'crawl-delay':
        isInAgents = false
        for (const group of groups) group.delay = delayOf(value.trim()) ?? group.delay
        break
    }
  }
  const chosen = own.named ? own : general
  return { rules: chosen.rules, crawlDelayS: chosen.delay }
}

/** Whether the longest matching rule allows the address; `allow` wins a tie; no rule allows. */
export function allowsUrl({ rules }: RobotsRules, url: string): boolean {
  const { pathname, search } = new URL(url)
  const path = normalised(pathname + search)
  if (path === '/robots.txt') return true
  let best = { length: -1, allows: true }
  for (const { allows, pattern } of rules) {
    if (pattern.length < best.length || (pattern.length === best.length && best.allows)) continue
    if (matches(pattern, path)) best = { length: pattern.length, allows }
  }
  return best.allows
}

/** Greedy from the left: each piece between wildcards where it first occurs, so the cost is linear in the path. */
function matches(pattern: string, path: string): boolean {
  const isAnchored = pattern.endsWith('$')
  const pieces = (isAnchored ? pattern.slice(0, -1) : pattern).split('*').slice(0, WILDCARDS_MAX + 1)
  const [first = '', ...rest] = pieces
  if (!path.startsWith(first)) return false
  if (rest.length === 0) return !isAnchored || path === first
  const last = isAnchored ? (rest.pop() ?? '') : ''
  let at = first.length
  for (const piece of rest) {
    const found = path.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return !isAnchored || (path.length - last.length >= at && path.endsWith(last))
}

/** Percent-encoded as URLs are, so that both sides compare byte for byte. */
function normalised(path: string): string {
  return path
    .replace(/[^\x21-\x7e]/gu, (char) => encodeURIComponent(char.toWellFormed()))
    .replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase())
}

function delayOf(value: string): number | null {
  const seconds = Number(value)
  return value !== '' && Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}
