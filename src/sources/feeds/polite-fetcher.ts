import { LeasePool } from '../../lib/lease-pool.ts'
import { parseRetryAfter } from '../../lib/parse-retry-after.ts'
import type { FetchOnce, FetchRequest } from '../../lib/safe-fetch/fetch-once.ts'
import { type FailedFetch, failed, type HopOutcome } from '../../lib/safe-fetch/fetch-outcome.ts'
import { type FollowedResponse, followRedirects } from '../../lib/safe-fetch/follow-redirects.ts'
import type { Timing } from '../../lib/timing.ts'
import { ALLOW_ALL, allowsUrl, parseRobots, ROBOTS_BYTES_MAX, type RobotsRules } from './robots.ts'

/** The name that a robots.txt can address. */
export const PRODUCT = 'verity'

export type PoliteOptions = {
  readonly fetchOnce: FetchOnce
  readonly timing: Timing
  /** Where the people behind a site can reach whoever runs this. */
  readonly contact?: string | undefined
  /** Between the end of one request to a host and the start of the next. Default 1,000. */
  readonly hostGapMs?: number
  /** Requests at the same time, all hosts. Default 6. */
  readonly concurrency?: number
}

type Host = {
  readonly turn: LeasePool<null>
  /** UTC milliseconds before which nothing is asked of it. */
  quietUntil: number
  gapMs: number
}

/** Rules null: they could not be read, so nothing is allowed for now. `until` in UTC milliseconds. */
type KnownRobots = { readonly rules: RobotsRules | null; readonly until: number }

const HOST_GAP_MS = 1_000
const CRAWL_DELAY_MAX_MS = 30_000
const CONCURRENCY = 6
/** Whoever would have to wait longer for a host comes back later instead. */
const PATIENCE_MS = 60_000
/** What 429 and 503 mean without `Retry-After`, and at most with one. */
const PAUSE_MS = 60_000
const PAUSE_MAX_MS = 24 * 3_600_000
const HOSTS_MAX = 2_000
const WAITING_MAX = 500
const ROBOTS_FRESH_MS = 24 * 3_600_000
/** A robots.txt that could not be read forbids everything; after so long it is asked for again. */
const ROBOTS_UNKNOWN_MS = 5 * 60_000
const ROBOTS_LIMITS = { headersMs: 10_000, totalMs: 20_000, bytesMax: ROBOTS_BYTES_MAX }

/**
 * Fetches as a guest does: one request at a time and host, a pause between two, few at once over all, an honest name, and
 * away for as long as a host asks. Every hop of a redirect is a visit of its own.
 */
export class PoliteFetcher {
  readonly #options: PoliteOptions
  readonly #line: LeasePool<null>
  readonly #hosts = new Map<string, Host>()
  readonly #robots = new Map<string, Promise<KnownRobots>>()
  readonly #userAgent: string

  constructor(options: PoliteOptions) {
    this.#options = options
    this.#line = new LeasePool(new Array<null>(options.concurrency ?? CONCURRENCY).fill(null), {
      waitingMax: 10_000,
    })
    this.#userAgent = `Verity/1 (news reader; robots.txt: ${PRODUCT}${options.contact ? `; ${options.contact}` : ''})`
  }

  /** An address that its owner made for programs: a feed, a sitemap. */
  fetchFeed(request: FetchRequest): Promise<FollowedResponse | FailedFetch> {
    return followRedirects(request, (hop) => this.#visit(hop))
  }

  /** A page made for people: only where robots.txt allows. `refused` where it does not, `paused` where that could not be read. */
  fetchPage(request: FetchRequest): Promise<FollowedResponse | FailedFetch> {
    return followRedirects(request, async (hop) => {
      const rules = URL.canParse(hop.url)
        ? await this.#robotsOf(new URL(hop.url).origin, hop.signal)
        : ALLOW_ALL
      if (rules === null) return failed('paused', 'has a robots.txt that could not be read')
      if (!allowsUrl(rules, hop.url)) return failed('refused', 'does not want programs there (robots.txt)')
      return this.#visit(hop)
    })
  }

  async #visit(request: FetchRequest): Promise<HopOutcome> {
    const url = URL.parse(request.url)
    if (url === null) return failed('bad_address', 'is not an address')
    const host = this.#hostOf(url.host)
    try {
      return await host.turn.use(() => this.#visitHost(host, request), request.signal)
    } catch (error) {
      if (request.signal.aborted) return failed('cancelled', 'was stopped')
      if (error instanceof Error && error.name === 'PoolFullError')
        return failed('paused', 'has too many readers waiting')
      throw error
    }
  }

  async #visitHost(host: Host, request: FetchRequest): Promise<HopOutcome> {
    const { timing, fetchOnce } = this.#options
    const waitMs = host.quietUntil - timing.now()
    if (waitMs > PATIENCE_MS)
      return failed('paused', `asked for a pause of ${Math.ceil(waitMs / 1_000)} seconds`)
    await timing.wait(waitMs, request.signal)
    if (request.signal.aborted) return failed('cancelled', 'was stopped')
    const headers = { 'user-agent': this.#userAgent, ...request.headers }
    const outcome = await this.#line.use(() => fetchOnce({ ...request, headers }), request.signal)
    host.quietUntil = timing.now() + Math.max(host.gapMs, pauseOf(outcome, timing.now()))
    return outcome
  }

  #hostOf(name: string): Host {
    const known = this.#hosts.get(name)
    const turn = known?.turn ?? new LeasePool<null>([null], { waitingMax: WAITING_MAX })
    const host = known ?? { turn, quietUntil: 0, gapMs: this.#options.hostGapMs ?? HOST_GAP_MS }
    remember(this.#hosts, name, host)
    return host
  }

  async #robotsOf(origin: string, signal: AbortSignal): Promise<RobotsRules | null> {
    const known = await this.#robots.get(origin)
    if (known !== undefined && known.until > this.#options.timing.now()) return known.rules
    const reading = this.#readRobots(origin, signal)
    remember(this.#robots, origin, reading)
    return (await reading).rules
  }

  async #readRobots(origin: string, signal: AbortSignal): Promise<KnownRobots> {
    const headers = { accept: 'text/plain, */*;q=0.1' }
    const response = await this.fetchFeed({
      url: `${origin}/robots.txt`,
      headers,
      limits: ROBOTS_LIMITS,
      signal,
    })
    const now = this.#options.timing.now()
    if (response.kind === 'failed') {
      // A place that cannot be entered says so when its page is visited.
      const rules = response.reason === 'forbidden_address' ? ALLOW_ALL : null
      return { rules, until: now + ROBOTS_UNKNOWN_MS }
    }
    const { status, body } = response
    if (status >= 500 || status === 429) return { rules: null, until: now + ROBOTS_UNKNOWN_MS }
    const rules = status > 299 ? ALLOW_ALL : parseRobots(body.toString('utf8'), PRODUCT)
    const host = this.#hostOf(new URL(origin).host)
    host.gapMs = Math.max(host.gapMs, Math.min((rules.crawlDelayS ?? 0) * 1_000, CRAWL_DELAY_MAX_MS))
    return { rules, until: now + ROBOTS_FRESH_MS }
  }
}

function pauseOf(outcome: HopOutcome, now: number): number {
  if (outcome.kind !== 'response' || (outcome.status !== 429 && outcome.status !== 503)) return 0
  return Math.min(parseRetryAfter(outcome.headers['retry-after'], now) ?? PAUSE_MS, PAUSE_MAX_MS)
}

/** Keeps the newest entries of a map; what is evicted too early is only asked again. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key)
  map.set(key, value)
  if (map.size <= HOSTS_MAX) return
  const [oldest] = map.keys()
  if (oldest !== undefined) map.delete(oldest)
}
