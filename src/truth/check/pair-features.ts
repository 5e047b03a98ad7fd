import type { TermForm } from '../../domain/text/stem.ts'
import type { Word } from '../support/read-words.ts'
import { type AlignedPair, alignPair } from './align-pair.ts'
import { negationFeatures } from './negation-features.ts'
import {
  ABSOLUTES,
  CAUSES,
  CONFIRMS,
  CONTRASTS,
  DEBUNKS,
  DENIALS,
  DOWNWARD,
  HEDGES,
  PREVENTS,
  QUIET_DENIALS,
  SOMES,
  UPWARD,
} from './pair-words.ts'
import { softMatch } from './soft-match.ts'

/** A claim, the sentence of evidence that bears on it most, and the passage that the sentence stands in. */
export type ClaimPair = {
  readonly claim: readonly Word[]
  readonly sentence: readonly Word[]
  /** The sentence and those around it; the sentence alone where it stands alone. */
  readonly passage: readonly Word[]
  readonly form: TermForm
  /** 1: the sentence answers a question about the claim with yes; -1: with no; 0: no such question. */
  readonly answer: -1 | 0 | 1
  /** The sentence says that no answer or information was found. */
  readonly foundNothing: boolean
}

export const PAIR_FEATURES = [
  'held',
  'heldInPassage',
  'heldNames',
  'heldNumbers',
  'heldContent',
  'missingNames',
  'missingNumbers',
  'missingContent',
  'hasNames',
  'hasNumbers',
  'runs',
  'reverse',
  'claimLength',
  'lengthRatio',
  'passageLength',
  'otherNumber',
  'otherYear',
  'otherMonth',
  'otherUnitNumber',
  'otherName',
  'replacements',
  'replacedNames',
  'replacedNumbers',
  'replacedContent',
  'singleReplacement',
  'opposites',
  'swapped',
  'denied',
  'denials',
  'deniesClaim',
  'deniesEvidence',
  'quietDenials',
  'deniedMain',
  'debunks',
  'debunksInPassage',
  'debunksInClaim',
  'contrasts',
  'confirms',
  'hedges',
  'hedgesInClaim',
  'absolutesInClaim',
  'someForAll',
  'direction',
  'effect',
  'effectHeld',
  'heldTimesDenied',
  'full',
  'soft',
  'weakest',
  'alone',
  'letters',
  'directionCosine',
  'softAround',
  'aloneAround',
  'order',
  'sign',
  'signHeld',
  'headDenied',
  'claimEndsHeld',
  'telling',
  'deniedAround',
  'differenceAround',
  'deniesAround',
  'quietAround',
  'signAround',
  'effectAround',
] as const

/** One row for a pair, in the order of `PAIR_FEATURES`. Cost: about 30 µs. */
export function pairFeatures({ claim, sentence, passage, form }: ClaimPair): Float64Array {
  const pair = alignPair(claim, sentence, form)
  const around = passage === sentence ? pair : alignPair(claim, passage, form)
  const held = share(pair, isTelling)
  const numbers = compareNumbers(pair)
  const replaced = countReplaced(pair)
  const negation = negationFeatures(pair)
  const inSentence = (set: ReadonlySet<string>) => tame(count(sentence, set))
  const inClaim = (set: ReadonlySet<string>) => tame(count(claim, set))
  const negationAround = around === pair ? negation : negationFeatures(around)
  const soft = softMatch(pair)
  const softAround = around === pair ? soft : softMatch(around)
  const signs = signOf(claim) * signOf(nearby(pair))
  const effect = Math.abs(lean(claim, CAUSES, PREVENTS) - lean(sentence, CAUSES, PREVENTS)) / 2
  return Float64Array.of(
    held,
    share(around, isTelling),
    share(pair, isName),
    share(pair, isNumber),
    share(pair, isContent),
    missing(around, isName),
    missing(around, isNumber),
    missing(around, isContent),
    Number(claim.some(isName)),
    Number(claim.some(isNumber)),
    runs(pair),
    share(alignPair(sentence, claim, form), isTelling),
    Math.log1p(claim.length),
    Math.log((sentence.length + 1) / (claim.length + 1)),
    Math.log1p(passage.length),
    numbers.other,
    numbers.year,
    numbers.month,
    numbers.unit,
    otherName(pair),
    tame(pair.replacements.length),
    replaced.names,
    replaced.numbers,
    replaced.content,
    Number(replaced.total === 1 && held > 0.5),
    tame(pair.opposites),
    swapped(pair),
    negation.denied,
    negation.difference,
    negation.inClaim,
    negation.inEvidence,
    negation.quiet,
    negation.main,
    inSentence(DEBUNKS),
    tame(count(passage, DEBUNKS)),
    inClaim(DEBUNKS),
    inSentence(CONTRASTS),
    inSentence(CONFIRMS),
    inSentence(HEDGES),
    inClaim(HEDGES),
    inClaim(ABSOLUTES),
    Number(count(claim, ABSOLUTES) > 0 && count(sentence, SOMES) > 0),
    Math.abs(lean(claim, UPWARD, DOWNWARD) - lean(sentence, UPWARD, DOWNWARD)) / 2,
    effect,
    effect * held,
    held * negation.main,
    Number(share(around, isTelling) >= 0.999),
    soft.mean01,
    soft.weakest01,
    soft.alone01,
    soft.letters01,
    soft.direction01,
    softAround.mean01,
    softAround.alone01,
    inOrder(pair),
    signs,
    signs * soft.mean01,
    Number(negation.inEvidence > 0 && negation.inClaim === 0 && soft.mean01 > 0.6),
    lastHeld(pair),
    Math.log1p(claim.filter(isTelling).length),
    negationAround.denied,
    negationAround.difference,
    negationAround.inEvidence,
    negationAround.quiet,
    signOf(claim) * signOf(nearby(around)),
    Math.abs(lean(claim, CAUSES, PREVENTS) - lean(nearby(around), CAUSES, PREVENTS)) / 2,
  )
}

/** Telling words on either side of what both share. */
const NEARBY = 5

function nearby({ evidence, alignments }: AlignedPair): Word[] {
  const near = new Set<number>()
  for (const { place } of alignments)
    if (place >= 0 && evidence[place]?.kind !== 'function')
      for (let at = place - NEARBY; at <= place + NEARBY; at++) near.add(at)
  return evidence.filter((_, at) => near.has(at))
}

/** Which way a text says things go: more and causes are 1, less and prevents -1, turned round by each denial. */
function signOf(words: readonly Word[]): number {
  const way = lean(words, UPWARD, DOWNWARD) + lean(words, CAUSES, PREVENTS)
  const denials = words.filter(({ norm }) => DENIALS.has(norm) || QUIET_DENIALS.has(norm)).length
  return Math.sign(way) * (denials % 2 === 0 ? 1 : -1)
}

/** Share of neighbouring shared words that stand in the same order. */
function inOrder({ claim, alignments }: AlignedPair): number {
  const places = claim.flatMap((word, at) => {
    const place = alignments[at]?.place ?? -1
    return word.kind !== 'function' && place >= 0 ? [place] : []
  })
  if (places.length < 2) return 0
  return places.filter((place, at) => at > 0 && place > (places[at - 1] ?? 0)).length / (places.length - 1)
}

/** Whether the last telling word, often what is new in a claim, is in the evidence. */
function lastHeld({ claim, alignments }: AlignedPair): number {
  const last = claim.findLastIndex((word) => word.kind !== 'function')
  return alignments[last]?.match01 ?? 0
}

const isName = ({ kind }: Word) => kind === 'name'
const isNumber = ({ kind }: Word) => kind === 'number'
const isContent = ({ kind }: Word) => kind === 'content'
const isTelling = ({ kind }: Word) => kind !== 'function'
/** What a word counts: names and numbers decide more than common words. By hand, 2026-11-22. */
const WEIGHTS = { name: 1.5, number: 1.5, content: 1, function: 0 } as const

function share({ claim, alignments }: AlignedPair, counts: (word: Word) => boolean): number {
  let held = 0
  let total = 0
  for (const [at, word] of claim.entries()) {
    if (!counts(word)) continue
    held += WEIGHTS[word.kind] * (alignments[at]?.match01 ?? 0)
    total += WEIGHTS[word.kind]
  }
  return total === 0 ? 0 : held / total
}

function missing({ claim, alignments }: AlignedPair, counts: (word: Word) => boolean): number {
  return tame(claim.filter((word, at) => counts(word) && (alignments[at]?.match01 ?? 0) === 0).length)
}

function count(words: readonly Word[], set: ReadonlySet<string>): number {
  return words.reduce((sum, { norm }) => sum + Number(set.has(norm)), 0)
}

function tame(count: number): number {
  return Math.log1p(Math.min(count, 5))
}

/** 1: only words of the first set; -1: only of the second; between them, or 0 where there is neither. */
function lean(words: readonly Word[], one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [a, b] = [count(words, one), count(words, other)]
  return a + b === 0 ? 0 : (a - b) / (a + b)
}

/** Share of neighbours in the claim that are neighbours in the evidence. */
function runs({ claim, alignments }: AlignedPair): number {
  if (claim.length < 2) return 0
  let joined = 0
  for (let at = 1; at < claim.length; at++) {
    const [before, place] = [alignments[at - 1]?.place ?? -1, alignments[at]?.place ?? -1]
    if (before >= 0 && place === before + 1) joined++
  }
  return joined / (claim.length - 1)
}

const YEAR = /^number:(?:1[5-9]|20)\d\d$/
type NumberDifferences = { other: number; year: number; month: number; unit: number }

/** Numbers of the claim that the evidence lacks while it has others of their kind. */
function compareNumbers({ claim, evidence, alignments }: AlignedPair): NumberDifferences {
  const lacks = (counts: (word: Word) => boolean) =>
    claim.some((word, at) => counts(word) && (alignments[at]?.match01 ?? 0) === 0)
  const isYear = ({ stem, unit }: Word) => unit === null && YEAR.test(stem)
  const isMonth = ({ stem }: Word) => stem.startsWith('month:')
  const isPlain = (word: Word) => isNumber(word) && !isYear(word)
  const said = new Set(claim.map(({ stem }) => stem))
  const hasOther = (counts: (word: Word) => boolean) =>
    evidence.some((word) => counts(word) && !said.has(word.stem))
  const units = new Set(
    claim.flatMap(({ unit, kind }, at) =>
      kind === 'number' && unit !== null && (alignments[at]?.match01 ?? 0) === 0 ? [unit] : [],
    ),
  )
  return {
    other: Number(lacks(isPlain) && hasOther(isPlain)),
    year: Number(lacks(isYear) && hasOther(isYear)),
    month: Number(lacks(isMonth) && hasOther(isMonth)),
    unit: Number(evidence.some((word) => word.unit !== null && units.has(word.unit) && !said.has(word.stem))),
  }
}

/** 1 where the claim names what the evidence does not, and the evidence names others. */
function otherName({ claim, evidence, alignments }: AlignedPair): number {
  const lacking = claim.some((word, at) => isName(word) && (alignments[at]?.match01 ?? 0) === 0)
  const said = new Set(claim.map(({ stem }) => stem))
  return Number(lacking && evidence.some((word) => isName(word) && !said.has(word.stem)))
}

function countReplaced({ replacements }: AlignedPair) {
  const of = (kind: Word['kind']) =>
    tame(
      replacements.filter(
        ({ said, there }) =>
          said.some((word) => word.kind === kind) && there.some((word) => word.kind === kind),
      ).length,
    )
  return {
    names: of('name'),
    numbers: of('number'),
    content: of('content'),
    total: replacements.reduce((sum, { said }) => sum + said.length, 0),
  }
}

/** 1 where two names of the claim stand in the other order in the evidence. */
function swapped({ claim, alignments }: AlignedPair): number {
  const places = claim.flatMap((word, at) => {
    const place = alignments[at]?.place ?? -1
    return isName(word) && place >= 0 ? [place] : []
  })
  return Number(places.length >= 2 && places.some((place, at) => at > 0 && place < (places[at - 1] ?? 0) - 2))
}
