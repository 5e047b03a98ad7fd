import { foldAccents } from '../../domain/text/fold.ts'
import { REPLY_STANCES, type ReplyStance } from '../../domain/verdict.ts'
import { alignPair } from '../check/align-pair.ts'
import { negationFeatures } from '../check/negation-features.ts'
import { readWords } from '../support/read-words.ts'
import { sourceForm } from '../support/source-form.ts'
import { COMMENT_SIGNS, DENY_SIGNS, QUERY_SIGNS, type ReplySign, SUPPORT_SIGNS } from './reply-words.ts'

export type StanceJudgement = {
  readonly stance: ReplyStance
  readonly confidence01: number
  /** Sum to 1. */
  readonly probabilities: Readonly<Record<ReplyStance, number>>
}

/** What each stance starts with: most replies take no side. By hand, 2026-11-22. */
const START = { support: -0.6, deny: -0.6, query: -1, comment: 1 } as const
const READ_CHARACTERS = 2_000
/** Words of the target that a reply repeats count as saying it too, up to this; denied, as denying it. */
const REPEATED_ADDS = 1.6
const LINK_ADDS = 0.4

/**
 * How a reply stands to what it answers: supports it, denies it, asks about it, or comments without taking a side. Reads signs in the words
 * (English and French) and how the reply repeats its target; knows no irony (docs/models/verdicts.md).
 *
 * @param target what is answered; empty, or the text itself, for a post that answers nothing and so says what it says
 */
export function judgeStance(text: string, target: string, lang: string | null = null): StanceJudgement {
  const read = text.slice(0, READ_CHARACTERS)
  const bare = plain(read)
  if (plain(target) === '' || plain(target) === bare) return judged(startOfThread(bare))
  const repeated = repetition(read, target.slice(0, READ_CHARACTERS), lang)
  return judged({
    support:
      START.support + sum(SUPPORT_SIGNS, bare) + repeated.said + (/https?:\/\//.test(read) ? LINK_ADDS : 0),
    deny: START.deny + sum(DENY_SIGNS, bare) + repeated.denied,
    query: START.query + sum(QUERY_SIGNS, bare),
    comment: START.comment + sum(COMMENT_SIGNS, bare),
  })
}

/** Who opens a thread stands to the claim in it by making it, unless they ask or deny. */
function startOfThread(bare: string): Record<ReplyStance, number> {
  return {
    support: 1.5,
    deny: START.deny + sum(DENY_SIGNS, bare) - 1,
    query: START.query + sum(QUERY_SIGNS, bare) - 1,
    comment: 0,
  }
}

function plain(text: string): string {
  return foldAccents(text.toLowerCase())
    .replace(/[’‘]/g, "'")
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/(?:^|\s|\.)@\w+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function sum(signs: readonly ReplySign[], text: string): number {
  return signs.reduce((total, { pattern, adds }) => total + (pattern.test(text) ? adds : 0), 0)
}

function repetition(text: string, target: string, lang: string | null): { said: number; denied: number } {
  const form = sourceForm(target, lang)
  const pair = alignPair(readWords(text, form).words, readWords(target, form).words, form)
  const telling = pair.claim.filter(({ kind }) => kind !== 'function').length
  const held = pair.alignments.filter(
    ({ match01 }, at) => match01 > 0 && pair.claim[at]?.kind !== 'function',
  ).length
  if (telling < 3) return { said: 0, denied: 0 }
  const adds = (REPEATED_ADDS * held) / telling
  const isDenied = negationFeatures(pair).denied > 0 || pair.opposites > 0
  return isDenied ? { said: 0, denied: adds } : { said: adds, denied: 0 }
}

function judged(scores: Readonly<Record<ReplyStance, number>>): StanceJudgement {
  const weights = REPLY_STANCES.map((stance) => [stance, Math.exp(scores[stance])] as const)
  const total = weights.reduce((all, [, weight]) => all + weight, 0)
  const probabilities = Object.fromEntries(
    weights.map(([stance, weight]) => [stance, weight / total]),
  ) as Record<ReplyStance, number>
  const stance = REPLY_STANCES.reduce((best, one) => (probabilities[one] > probabilities[best] ? one : best))
  return { stance, confidence01: probabilities[stance], probabilities }
}
