import type { KnownCheck } from '../../domain/claim-check.ts'
import { ClaimMatcher } from '../../truth/known-claims/match-claims.ts'
import { sharedShare01, tellingStems } from '../read/shared-words.ts'

/** Asks somebody else's list, such as Google's; nothing where it fails. */
export type AskElsewhere = (claim: string, lang: string | null) => Promise<readonly KnownCheck[]>

export type KnownChecksSource = {
  readonly all: () => Promise<readonly KnownCheck[]>
  readonly count: () => Promise<number>
}

/** Best matches that are looked at; what follows shares less with the claim. */
const LOOKED_AT = 20
const SHOWN_MAX = 3
/**
 * From this share of common telling words on, another claim is taken for the same one. By hand, 2026-11-22: a claim with one
 * name or one number changed stays below it where it is short, and the numbers are compared besides.
 */
const SAME_SHARE01 = 0.7

/** Finds published checks of the same claim: in what pages and people brought here, and elsewhere where that is set up. */
export class KnownCheckFinder {
  readonly #source: KnownChecksSource
  readonly #elsewhere: AskElsewhere | null
  #index: {
    readonly count: number
    readonly checks: readonly KnownCheck[]
    readonly matcher: ClaimMatcher
  } | null = null

  constructor(source: KnownChecksSource, elsewhere: AskElsewhere | null = null) {
    this.#source = source
    this.#elsewhere = elsewhere
  }

  /** @returns the closest first, at most three, each address once */
  async find(claim: string, lang: string | null): Promise<KnownCheck[]> {
    const [own, others] = await Promise.all([this.#own(claim), this.#elsewhere?.(claim, lang) ?? []])
    const same = [...own, ...others].filter((known) => isSame(claim, known))
    return [...new Map(same.map((known) => [known.url, known])).values()].slice(0, SHOWN_MAX)
  }

  async #own(claim: string): Promise<KnownCheck[]> {
    const count = await this.#source.count()
    if (count === 0) return []
    if (this.#index?.count !== count) {
      const checks = await this.#source.all()
      this.#index = { count, checks, matcher: new ClaimMatcher(checks, null) }
    }
    const { checks, matcher } = this.#index
    const byId = new Map(checks.map((known) => [known.id, known]))
    return matcher.match(claim, LOOKED_AT).flatMap(({ claimId }) => byId.get(String(claimId)) ?? [])
  }
}

/** Says the same words of the same numbers, in the claim or in the headline of the check. */
function isSame(claim: string, known: KnownCheck): boolean {
  const own = tellingStems(claim)
  return [known.claim, ...(known.title === null ? [] : [known.title])].some((text) => {
    const theirs = tellingStems(text)
    return sharedShare01(own, theirs) >= SAME_SHARE01 && numbersAgree(claim, text)
  })
}

function numbersAgree(one: string, other: string): boolean {
  const [own, theirs] = [numbersIn(one), numbersIn(other)]
  return own.size === 0 || theirs.size === 0 || own.intersection(theirs).size > 0
}

function numbersIn(text: string): Set<string> {
  return new Set((text.match(/\d+(?:[.,]\d+)*/g) ?? []).map((number) => number.replace(',', '.')))
}
