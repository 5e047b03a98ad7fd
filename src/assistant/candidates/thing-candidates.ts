import { isPlaceNoun } from '../read/places.ts'
import type { PostReading, Statement } from '../read/statement.ts'
import { findTimes } from '../read/times.ts'
import { facetsOf, type Question } from '../understand/question.ts'
import { conceptById, tokenConcepts } from '../words/concepts.ts'
import { plainWords } from '../words/cues.ts'
import { LABEL_WORDS, MONTHS, QUESTION_SCAFFOLD, STOP_WORDS, WEEKDAYS } from '../words/stop-words.ts'
import { type Token, tokenForms, tokenise } from '../words/tokens.ts'
import type { Candidate } from './candidate.ts'
import { coreFor, saysAsked } from './relation.ts'

/** Verbs of counting and telling, and words of money: they stand in many such sentences and name nothing. */
const NO_THING =
  /^(?:compt|count|estim|recens|total|report|annonc|announc|confirm|parl|publi|worth|euro|dollar|crown|couronne|dotation|dote|rapport|money|argent|somme|years?|ann[ée]es?|expert|special|dizaine|centaine|millier|dozen|hundred|thousand|fait$|suite$|jury|choix|choice|hand|remis|people|person|custody|recover|night|thing|chose|quelque|something|truc|early|late|clock|autour|alentour|environ|ancien|ancient)/

/** Asks for a thing by its kind: "what was stolen", "which objects", "de quoi parle …". */
const ASKS_THING = / (?:what|which|quoi|que|qu|quels?|quelles?) /
/** "What about", "what next", "what are the consequences" ask for more than a thing. */
const ASKS_MORE =
  / (?:what (?:about|next|else|if|does it mean)|how|comment|place|spot|location|endroit|lieu|name|nom|margin|ecart|marge|number|nombre|consequences?|difference|compare\w*|explain|explique\w*) /
/** A word said of the event here must be this much more frequent than in posts on such events elsewhere. */
const LIFT_MIN = 2
const LIFT_MAX = 4
/** Posts of other places are needed to know what is said of every such event. */
const BACKGROUND_MIN = 8
/** Sentences that speak of somebody answer who, seldom what. */
const NAMED_SHARE = 0.3
const FAR_SHARE = 0.5
/** Characters around a time in which words belong to it: "early this morning", "around 10:50". */
const TIME_REACH = 9
const WORD_LENGTH_MIN = 4
const READ_CHARACTERS_MAX = 1_000

/** Whether the question asks for a thing that the sentences of many accounts can name in one word. */
export function asksThing(question: Question): boolean {
  const plain = plainWords(question.text)
  return question.kind === 'other' && ASKS_THING.test(plain) && !ASKS_MORE.test(plain)
}

/**
 * Words that may name the thing asked for: those said of this event more than of other events of its kind. Every
 * burglary is told with thieves and police; what was taken from this one stands in its own posts only.
 *
 * @param background posts on the same kind of event under other names
 * @returns null where too little is known of other events to tell
 */
export function thingCandidates(
  question: Question,
  onTopic: readonly PostReading[],
  background: readonly PostReading[],
): Candidate[] | null {
  if (background.length < BACKGROUND_MIN) return null
  const lifts = liftOf(onTopic, background)
  return onTopic.flatMap((reading) =>
    reading.statements.flatMap((statement) => statementThings(question, statement, lifts)),
  )
}

/**
 * Whether a sentence names anything beside the event, its place and its time: "a burglary was found out on Monday" does
 * not say what was stolen. True where the question asks for no thing.
 */
export function namesThing(question: Question, statement: Statement): boolean {
  if (!asksThing(question) || facetsOf(question, 'event').length === 0) return true
  if (onlyCounts(statement)) return false
  const text = statement.reading.post.text.slice(statement.start, statement.end)
  const times = findTimes(text, null)
  const told = toldByConcepts(statement)
  return statement.tokens.some(
    (token, at) =>
      !told.has(at) && isThing(question, statement, token, at) && !belongsToTime(times, token, statement),
  )
}

/** Positions of words that tell of an event or of what came of it. */
function toldByConcepts(statement: Statement): ReadonlySet<number> {
  return new Set(
    statement.concepts
      .filter(({ concept }) => concept.kind !== 'thing')
      .flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first + at)),
  )
}

/** "57 pieces", "dozens of objects": how many there are says nothing of what they are. */
function onlyCounts({ tokens, concepts }: Statement): boolean {
  return concepts.some(({ concept, first }) => {
    if (concept.id !== 'object') return false
    const before = tokens.slice(Math.max(0, first - COUNTED_REACH), first)
    return before.some((token) => token.kind === 'number' || AMOUNT.test(token.norm))
  })
}

const COUNTED_REACH = 3
const AMOUNT = /^(?:dizaine|douzaine|vingtaine|centaine|millier|dozen|hundred|thousand|score)s?$/

function belongsToTime(times: ReturnType<typeof findTimes>, token: Token, statement: Statement): boolean {
  const start = token.start - statement.start
  const end = token.end - statement.start
  return times.some((time) => end > time.start - TIME_REACH && start < time.end + TIME_REACH)
}

function statementThings(
  question: Question,
  statement: Statement,
  lifts: ReadonlyMap<string, number>,
): Candidate[] {
  if (statement.cues.unknown || onlyCounts(statement) || !isNear(question, statement)) return []
  const text = statement.reading.post.text.slice(statement.start, statement.end)
  const times = findTimes(text, null)
  const named = statement.names.some((name) => name.words.length >= 2 && !inQuestion(question, name.words))
  const share = (named ? NAMED_SHARE : 1) * (saysAsked(question, statement) ? 1 : FAR_SHARE)
  const told = toldByConcepts(statement)
  return statement.tokens.flatMap((token, at) => {
    if (told.has(at) || !isThing(question, statement, token, at)) return []
    if (belongsToTime(times, token, statement)) return []
    const lift = lifts.get(stemOf(token)) ?? 0
    if (lift < LIFT_MIN) return []
    return [
      {
        value: { kind: 'thing' as const, words: [stemOf(token)], text: token.text },
        statement,
        start: token.start,
        end: token.end,
        relation01: share * Math.min(1, lift / LIFT_MAX),
      },
    ]
  })
}

/** Speaks of what is asked, or of the event itself. */
function isNear(question: Question, statement: Statement): boolean {
  if (coreFor(question, statement).length === 0 || saysAsked(question, statement)) return true
  return question.facets.some(
    (facet) =>
      facet.role === 'event' && statement.concepts.some(({ concept }) => facet.concepts.has(concept.id)),
  )
}

function isThing(question: Question, statement: Statement, token: Token, at: number): boolean {
  return (
    token.kind === 'word' &&
    token.norm.length >= WORD_LENGTH_MIN &&
    !NO_THING.test(token.norm) &&
    !STOP_WORDS.has(token.norm) &&
    !QUESTION_SCAFFOLD.has(token.norm) &&
    !LABEL_WORDS.has(token.norm) &&
    !WEEKDAYS.has(token.norm) &&
    !MONTHS.has(token.norm) &&
    !statement.names.some((name) => at >= name.first && at <= name.last) &&
    !inQuestion(question, [token.norm]) &&
    !isPlaceNoun(token) &&
    statement.tokens[at + 1]?.kind !== 'number' &&
    !tokenConcepts(token).some(
      (concept) =>
        concept.kind !== 'thing' || concept.id === 'object' || isAskedConcept(question, concept.id),
    )
  )
}

function isAskedConcept(question: Question, id: string): boolean {
  return question.facets.some((facet) => facet.concepts.has(id)) && conceptById(id) !== undefined
}

function inQuestion(question: Question, words: readonly string[]): boolean {
  return words.every((norm) =>
    question.facets.some((facet) => facet.words.some((word) => word.norm === norm || word.forms.has(norm))),
  )
}

function stemOf(token: Token): string {
  const forms = tokenForms(token)
  return forms.find((form) => form.startsWith('p:')) ?? token.norm
}

/**
 * How many times more voices here than elsewhere use a word; both shares are smoothed by one voice. Words that most
 * write with a capital are names, and no things.
 */
function liftOf(
  here: readonly PostReading[],
  elsewhere: readonly PostReading[],
): ReadonlyMap<string, number> {
  const inside = wordUse(here)
  const outside = wordUse(elsewhere)
  const insideAll = new Set(here.map((reading) => reading.voice)).size
  const outsideAll = new Set(elsewhere.map((reading) => reading.voice)).size
  return new Map(
    [...inside]
      .filter(([, use]) => use.capitals * 2 < use.uses)
      .map(([word, use]) => {
        const away = (outside.get(word)?.voices.size ?? 0) + 1
        return [word, use.voices.size / insideAll / (away / (outsideAll + 1))]
      }),
  )
}

type WordUse = { readonly voices: Set<string>; uses: number; capitals: number }

function wordUse(readings: readonly PostReading[]): ReadonlyMap<string, WordUse> {
  const uses = new Map<string, WordUse>()
  for (const { post, voice } of readings) {
    for (const token of tokenise(post.text.slice(0, READ_CHARACTERS_MAX))) {
      if (token.kind !== 'word' || token.norm.length < WORD_LENGTH_MIN) continue
      const word = stemOf(token)
      const use = uses.get(word) ?? { voices: new Set<string>(), uses: 0, capitals: 0 }
      use.voices.add(voice)
      use.uses += 1
      use.capitals += token.capital ? 1 : 0
      uses.set(word, use)
    }
  }
  return uses
}
