import type {
  CheckEvidence,
  CheckSearch,
  ClaimCheck,
  KnownCheck,
  MissingKind,
} from '../../domain/claim-check.ts'
import { AppError } from '../../domain/errors.ts'
import type { Post } from '../../domain/post.ts'
import { StepClock } from '../step-clock.ts'
import { citeVoice } from './cite-voice.ts'
import { type GatheredVoices, type GatherVoicesDependencies, gatherVoices } from './gather-voices.ts'
import { judgeVoices } from './judge-voices.ts'
import { bestOf, makeVerdict } from './make-verdict.ts'

/** UTF-16 code units; what is longer is a text with claims in it, not a claim. */
export const CLAIM_LENGTH_MAX = 1_000
/** Evidence kept with a check. */
const EVIDENCE_MAX = 40
/** Evidence older than this is not recent. */
const RECENT_MS = 30 * 86_400_000

export type CheckRequest = {
  readonly claim: string
  /** Declared language; told from the claim where it is null. */
  readonly lang?: string | null
  /** The post that the claim is taken from: neither it nor its copies speak for it. */
  readonly origin?: Post | null
}

export type CheckDependencies = GatherVoicesDependencies & {
  /** Published checks of the same claim, best match first; see `truth/known-claims`. */
  readonly findKnownChecks?: (claim: string) => Promise<readonly KnownCheck[]>
}

/**
 * Is it true? Searches the archive, stored pages and, where set up, the web; hears each independent voice once; and says
 * what they amount to: a label with its confidence, the best for and against, what was looked for and not found, and what
 * would change it.
 *
 * @throws {AppError} invalid_input when there is no claim or it is too long; what the archive throws
 */
export async function checkClaim(request: CheckRequest, deps: CheckDependencies): Promise<ClaimCheck> {
  const claim = readClaim(request.claim)
  const lang = request.lang ?? null
  const steps = new StepClock(deps.clock)
  const [gathered, alreadyChecked] = await Promise.all([
    gatherVoices({ claim, lang, origin: request.origin ?? null }, deps),
    deps.findKnownChecks?.(claim) ?? [],
  ])
  deps.signal?.throwIfAborted()
  const { judgement, voices, range } = judgeVoices(claim, gathered.voices, lang ?? gathered.question.locale)
  const evidence = voices.map((voice) => citeVoice(voice, gathered.passages, gathered.question))
  const verdict = makeVerdict(judgement, evidence)
  const shown = evidence.filter(({ relevance01 }) => relevance01 > 0).slice(0, EVIDENCE_MAX)
  return {
    claim,
    lang: lang ?? gathered.question.locale,
    verdict,
    range,
    bestFor: bestOf(shown, 'supports'),
    bestAgainst: bestOf(shown, 'refutes'),
    evidence: shown,
    searched: searchOf(gathered, shown, deps),
    alreadyChecked,
    refusal: verdict.committed ? null : 'not_enough_evidence',
    checkedAt: deps.clock(),
    totalMs: steps.totalMs,
    model: { provider: 'verity', model: 'embedded', embedded: true },
  }
}

/** @throws {AppError} invalid_input when there is nothing in it, or more than a claim */
export function readClaim(text: string): string {
  const claim = text.replace(/\s+/g, ' ').trim()
  if (claim === '') throw new AppError('invalid_input', 'There is no claim to check.')
  if (claim.length > CLAIM_LENGTH_MAX)
    throw new AppError(
      'invalid_input',
      `A claim has ${CLAIM_LENGTH_MAX} characters at most; take the sentence that is to be checked out of the text.`,
    )
  return claim
}

function searchOf(
  gathered: GatheredVoices,
  evidence: readonly CheckEvidence[],
  deps: CheckDependencies,
): CheckSearch {
  const { queries, postsRead, pagesRead, repeated, setAside, web } = gathered
  return {
    ...{ queries, postsRead, pagesRead, repeated, setAside, web },
    voices: gathered.voices.length,
    missing: missingOf(evidence, gathered, deps),
  }
}

function missingOf(
  evidence: readonly CheckEvidence[],
  { pagesRead, web }: GatheredVoices,
  { clock, isWebConfigured }: CheckDependencies,
): MissingKind[] {
  const telling = evidence.filter(({ stance }) => stance !== 'neutral')
  const recentFrom = clock() - RECENT_MS
  const missing: [MissingKind, boolean][] = [
    ['anything', evidence.length === 0],
    ['for', evidence.length > 0 && !telling.some(({ stance }) => stance === 'supports')],
    ['against', evidence.length > 0 && !telling.some(({ stance }) => stance === 'refutes')],
    ['primary_source', !telling.some(({ isPrimary }) => isPrimary)],
    ['recent', telling.length > 0 && !telling.some(({ createdAt }) => (createdAt ?? 0) >= recentFrom)],
    ['pages', web !== null && pagesRead === 0],
    ['web_search', isWebConfigured !== true],
  ]
  return missing.flatMap(([kind, is]) => (is ? [kind] : []))
}
