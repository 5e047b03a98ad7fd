import type { Candidate } from '../candidates/candidate.ts'
import { causeCandidates } from '../candidates/cause-candidates.ts'
import { nameCandidates, placeCandidates } from '../candidates/name-candidates.ts'
import { quantityCandidates } from '../candidates/quantity-candidates.ts'
import { timeCandidates } from '../candidates/time-candidates.ts'
import type { PostReading, Statement } from '../read/statement.ts'
import type { Question } from '../understand/question.ts'
import { isNegated } from './weigh-clusters.ts'

type Collected = {
  readonly candidates: readonly Candidate[]
  readonly takenBack: readonly Candidate[]
}

const EXTRACTORS: Partial<
  Record<Question['kind'], (question: Question, statement: Statement) => Candidate[]>
> = {
  who: nameCandidates,
  where: placeCandidates,
  when: timeCandidates,
  how_many: quantityCandidates,
  why: causeCandidates,
}

/** Candidate answers of all posts; what a post says is not so is kept apart. */
export function collectCandidates(question: Question, readings: readonly PostReading[]): Collected {
  const extract = EXTRACTORS[question.kind]
  if (extract === undefined) return { candidates: [], takenBack: [] }
  const candidates: Candidate[] = []
  const takenBack: Candidate[] = []
  for (const reading of readings) {
    for (const statement of reading.statements) {
      for (const candidate of extract(question, statement)) {
        if (isNegated(reading.post.text.slice(0, candidate.end), candidate.start)) takenBack.push(candidate)
        else candidates.push(candidate)
      }
    }
  }
  return { candidates: question.kind === 'how_many' ? latestPerVoice(candidates) : candidates, takenBack }
}

/** An account that gave a new figure no longer stands for its old one. */
function latestPerVoice(candidates: readonly Candidate[]): Candidate[] {
  const latest = new Map<string, number>()
  for (const { statement, relation01 } of candidates) {
    const { voice, post } = statement.reading
    if (relation01 >= 0.6)
      latest.set(
        voice,
        Math.max(latest.get(voice) ?? Number.NEGATIVE_INFINITY, post.createdAt ?? Number.NEGATIVE_INFINITY),
      )
  }
  return candidates.filter(({ statement }) => {
    const at = statement.reading.post.createdAt ?? Number.NEGATIVE_INFINITY
    return at >= (latest.get(statement.reading.voice) ?? Number.NEGATIVE_INFINITY)
  })
}
