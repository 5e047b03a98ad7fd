/** Why a fetch gave nothing. Each calls for another reaction or another sentence to a person. */
export type FetchFailure =
  /** Not an http(s) address, or one with a password in it. */
  | 'bad_address'
  /** A private, loopback or reserved machine, or an unusual port. */
  | 'forbidden_address'
  | 'redirect_loop'
  | 'too_many_redirects'
  /** No connection: no such name, refused, TLS failed, closed before an answer. */
  | 'unreachable'
  | 'timeout'
  /** More bytes than allowed, after decompression. */
  | 'too_large'
  /** The body ended early. */
  | 'cut'
  /** A compression that was not asked for, or that does not decompress. */
  | 'bad_encoding'
  | 'wrong_type'
  /** Not HTTP, or a redirect to nowhere. */
  | 'bad_response'
  /** The site's own rules for programs forbid it (robots.txt). */
  | 'refused'
  /** The site asked to be left alone for longer than anybody waits. */
  | 'paused'
  | 'cancelled'

export type FailedFetch = {
  readonly kind: 'failed'
  readonly reason: FetchFailure
  /** For people: what happened, without the address. */
  readonly detail: string
}

export type FetchedResponse = {
  readonly kind: 'response'
  /** The address that answered, after redirects. */
  readonly url: string
  readonly status: number
  /** Names in lower case; repeated headers joined by commas. */
  readonly headers: Readonly<Record<string, string>>
  /** Decompressed; empty unless the status is 2xx. */
  readonly body: Buffer
}

export type Redirect = {
  readonly kind: 'redirect'
  readonly status: number
  /** Absolute. */
  readonly to: string
}

export type HopOutcome = FetchedResponse | Redirect | FailedFetch

export function failed(reason: FetchFailure, detail: string): FailedFetch {
  return { kind: 'failed', reason, detail }
}
