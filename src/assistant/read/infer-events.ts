import { facetsOf, type Question } from '../understand/question.ts'
import { STOP_WORDS } from '../words/stop-words.ts'
import { tokenForms } from '../words/tokens.ts'
import type { PostReading } from './statement.ts'

/** Posts about one event cluster in time: how far one speaks for the event of another, in milliseconds. */
const NEARNESS_MS = 6 * 3_600_000
/** How likely a post must be about the event asked about, among all events under the same names. */
const LIKELY_MIN01 = 0.7
const ANCHORS_MIN = 2
const INFERRED_EVENTS01 = 0.65
/** One word must not decide alone, however telling. */
const WORD_LOG_ODDS_MAX = 1.2
const LOG_ODDS_MAX = 6

/**
 * People who report on an event often name only the place ("Croydon: 12 hurt"). Such a post is taken to be about the
 * event asked about when its words and its time say so: compared are the posts under the same names that do name this
 * event with those that name another. A naive Bayes estimate, learnt for each question from what was found for it.
 */
export function inferEvents(question: Question, readings: readonly PostReading[]): PostReading[] {
  if (facetsOf(question, 'event').length === 0 || facetsOf(question, 'name').length === 0)
    return [...readings]
  const named = readings.filter((reading) => reading.topic.names01 >= 0.5)
  const about = named.filter((reading) => reading.topic.events01 > 0)
  if (new Set(about.map((reading) => reading.voice)).size < ANCHORS_MIN) return [...readings]
  const other = named.filter((reading) => reading.topic.otherEvent)
  const logOdds = wordLogOdds(about, other)
  return readings.map((reading) => {
    const { topic } = reading
    if (topic.events01 > 0 || topic.otherEvent || topic.names01 < 0.5) return reading
    const likely01 = sigmoid(wordEvidence(reading, logOdds) + timeEvidence(reading, about, other))
    return likely01 < LIKELY_MIN01 ? reading : withTopic(reading, INFERRED_EVENTS01 * likely01)
  })
}

/** Statements point back at their reading, so both are made anew. */
function withTopic(reading: PostReading, events01: number): PostReading {
  const statements: PostReading['statements'][number][] = []
  const inferred: PostReading = {
    ...reading,
    statements,
    topic: { ...reading.topic, events01, inferred: true },
  }
  for (const statement of reading.statements) statements.push({ ...statement, reading: inferred })
  return inferred
}

function wordLogOdds(
  about: readonly PostReading[],
  other: readonly PostReading[],
): ReadonlyMap<string, number> {
  const inAbout = countWords(about)
  const inOther = countWords(other)
  const odds = new Map<string, number>()
  for (const word of new Set([...inAbout.keys(), ...inOther.keys()])) {
    const a = ((inAbout.get(word) ?? 0) + 0.5) / (about.length + 1)
    const b = ((inOther.get(word) ?? 0) + 0.5) / (other.length + 1)
    odds.set(word, Math.max(-WORD_LOG_ODDS_MAX, Math.min(WORD_LOG_ODDS_MAX, Math.log(a / b))))
  }
  return odds
}

function countWords(readings: readonly PostReading[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const reading of readings)
    for (const word of wordsOf(reading)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function wordsOf(reading: PostReading): ReadonlySet<string> {
  const words = new Set<string>()
  for (const statement of reading.statements) {
    for (const { concept } of statement.concepts) words.add(`c:${concept.id}`)
    for (const token of statement.tokens) {
      if (
        token.kind === 'mark' ||
        token.kind === 'url' ||
        token.kind === 'mention' ||
        STOP_WORDS.has(token.norm) ||
        token.norm.length < 2
      )
        continue
      words.add(tokenForms(token)[1] ?? token.norm)
    }
  }
  return words
}

function wordEvidence(reading: PostReading, logOdds: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const word of wordsOf(reading)) sum += logOdds.get(word) ?? 0
  return Math.max(-LOG_ODDS_MAX, Math.min(LOG_ODDS_MAX, sum))
}

function timeEvidence(
  reading: PostReading,
  about: readonly PostReading[],
  other: readonly PostReading[],
): number {
  const at = reading.post.createdAt
  if (at === null) return 0
  return Math.log((nearness(at, about) + 0.1) / (nearness(at, other) + 0.1))
}

function nearness(at: number, readings: readonly PostReading[]): number {
  return readings.reduce(
    (sum, reading) => sum + Math.exp(-Math.abs((reading.post.createdAt ?? at) - at) / NEARNESS_MS),
    0,
  )
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}
