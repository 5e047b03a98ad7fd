import { statementWeight } from '../candidates/candidate.ts'
import type { Statement } from '../read/statement.ts'
import type { Question } from '../understand/question.ts'
import { STOP_WORDS } from '../words/stop-words.ts'
import { tokenForms } from '../words/tokens.ts'
import { type Cluster, type Support, toCluster } from './cluster.ts'

/** Share of the smaller statement's telling content that two paraphrases have in common. */
const PARAPHRASE_SIMILARITY01 = 0.5
/** Beyond this many statements the lightest are left out: comparing is quadratic. */
const STATEMENTS_MAX = 240
const WORDS_MIN = 3
const COVERAGE_MIN = 0.35

/**
 * Groups statements that say the same in other words, in either language: by the concepts, names, numbers and
 * words they share beyond what the question itself already says.
 */
export function clusterStatements(question: Question, statements: readonly Statement[]): Cluster[] {
  const kept = statements
    .map((statement) => ({
      statement,
      weight: statementWeight(statement) * coverage(statement),
      features: featuresOf(statement, question),
    }))
    .filter(
      ({ statement, weight, features }) =>
        weight >= 0.08 &&
        features.size > 0 &&
        isTold(statement) &&
        (question.kind !== 'what_do_people_say' || saysMoreThanTalk(features)),
    )
    .sort((a, b) => b.weight - a.weight)
    .slice(0, STATEMENTS_MAX)
  const idf = inverseFrequency(kept.map(({ features }) => features))
  const groups: { lead: ReadonlySet<string>; members: Support[] }[] = []
  for (const { statement, weight, features } of kept) {
    const support: Support = {
      voice: statement.reading.voice,
      weight,
      candidate: {
        value: { kind: 'statement' },
        statement,
        start: statement.start,
        end: statement.end,
        relation01: 1,
      },
    }
    const group = groups.find((other) => similarity01(other.lead, features, idf) >= PARAPHRASE_SIMILARITY01)
    if (group === undefined) groups.push({ lead: features, members: [support] })
    else group.members.push(support)
  }
  return groups
    .map(({ members }) => toCluster({ kind: 'statement' }, members))
    .sort((a, b) => b.score - a.score)
}

/** A post that itself speaks of all that is asked tells more than one that shares a word, or only a thread. */
function coverage({ reading }: Statement): number {
  return COVERAGE_MIN + (1 - COVERAGE_MIN) * reading.topic.own01 ** 2
}

/** Enough plain words to say something: tags and links alone report nothing. */
function isTold(statement: Statement): boolean {
  return (
    statement.tokens.filter((token) => token.kind === 'word' && token.norm.length > 1).length >= WORDS_MIN
  )
}

/** Words by which a post only says that something is spoken of. */
const TALK =
  /^(?:\w:)?(?:talk\w*|parl\w*|discus\w*|discut\w*|everyon\w*|everybod\w*|monde|work|bureau|rue|street|town|vill\w*|need|faut|today|aujourd|hui|honest\w*|franchement|opinion\w*|avis|thought\w*|topic|sujet|people|gens|folk\w*|whole|entir\w*|gets?|go\w*)$/

/** "Everyone at work talks about it" is no opinion. */
function saysMoreThanTalk(features: ReadonlySet<string>): boolean {
  return [...features].some((feature) => feature.startsWith('c:') || !TALK.test(feature))
}

/** What a statement says, free of language where we can be: concepts, numbers, else word stems. */
function featuresOf(statement: Statement, question: Question | null): ReadonlySet<string> {
  const features = new Set<string>()
  const covered = new Set<number>()
  for (const placed of statement.concepts) {
    for (let at = placed.first; at <= placed.last; at += 1) covered.add(at)
    if (!question?.facets.some((facet) => facet.concepts.has(placed.concept.id)))
      features.add(`c:${placed.concept.id}`)
  }
  statement.tokens.forEach((token, at) => {
    if (
      covered.has(at) ||
      token.kind === 'mark' ||
      token.kind === 'url' ||
      token.kind === 'mention' ||
      STOP_WORDS.has(token.norm) ||
      token.norm.length < 2
    )
      return
    const forms = tokenForms(token)
    if (
      question?.facets.some((facet) => facet.words.some((word) => forms.some((form) => word.forms.has(form))))
    )
      return
    features.add(forms[1] ?? token.norm)
  })
  return features
}

export function inverseFrequency(sets: readonly ReadonlySet<string>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const set of sets) for (const feature of set) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  return new Map([...counts].map(([feature, count]) => [feature, Math.log(1 + sets.length / count)]))
}

/** Weighted share of the smaller set that both have; two sets must share at least two things to be alike at all. */
function similarity01(
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
  idf: ReadonlyMap<string, number>,
): number {
  const shared = [...a].filter((feature) => b.has(feature))
  if (shared.length < Math.min(2, a.size, b.size)) return 0
  const sum = (features: Iterable<string>) =>
    [...features].reduce((total, feature) => total + (idf.get(feature) ?? 1), 0)
  const smaller = Math.min(sum(a), sum(b))
  return smaller === 0 ? 0 : sum(shared) / smaller
}
