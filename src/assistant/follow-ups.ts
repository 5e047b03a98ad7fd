import type { QuestionKind } from '../domain/answer.ts'
import type { Post, PostId } from '../domain/post.ts'
import { topicFactor01 } from './candidates/candidate.ts'
import { decide } from './corroborate/decide.ts'
import { inferEvents } from './read/infer-events.ts'
import { readPosts } from './read/read-posts.ts'
import type { PostReading } from './read/statement.ts'
import type { Question } from './understand/question.ts'
import type { Locale } from './understand/question-language.ts'
import { understandQuestion } from './understand/understand-question.ts'

const FOLLOW_UPS_MAX = 3
/** Posts a follow-up is tried on, those nearest to the topic: enough to see whether two accounts answer it. */
const POSTS_TRIED_MAX = 60
const NAMES_TRIED = 3
/** Trying ends after this long, however many were found. */
const BUDGET_MS = 60
const NAME_VOICES_MIN = 3

type FollowUpWork = {
  readonly question: Question
  readonly readings: readonly PostReading[]
  readonly parents: ReadonlyMap<PostId, Post>
  /** UTC milliseconds, for words such as "yesterday". */
  readonly now: number
  /** Milliseconds of any clock that runs. */
  readonly clock: () => number
}

/**
 * Up to three questions one may ask next and that the posts already read can answer: each is understood and decided as
 * if it had been asked, and left out where the engine would abstain.
 *
 * Costs at most about `BUDGET_MS` beyond the last try.
 */
export function followUpsFor({ question, readings, parents, now, clock }: FollowUpWork): readonly string[] {
  const startedAt = clock()
  const near = readings
    .filter((reading) => topicFactor01(reading) > 0)
    .toSorted((a, b) => topicFactor01(b) - topicFactor01(a))
    .slice(0, POSTS_TRIED_MAX)
  const posts = near.map(({ post }) => post)
  const kept: string[] = []
  for (const text of candidates(question, near)) {
    if (kept.length >= FOLLOW_UPS_MAX || clock() - startedAt > BUDGET_MS) break
    if (isAnswerable(text, question, { posts, parents, now })) kept.push(text)
  }
  return kept
}

function isAnswerable(
  text: string,
  asked: Question,
  known: { posts: readonly Post[]; parents: ReadonlyMap<PostId, Post>; now: number },
): boolean {
  const question = understandQuestion({
    text,
    history: [{ question: asked.text, answer: '' }],
    now: known.now,
    locale: asked.locale,
  })
  if (question.facets.every((facet) => facet.role === 'unit')) return false
  const readings = inferEvents(question, readPosts(question, known.posts, known.parents))
  return decide(question, readings).kind === 'answer'
}

/** Questions of other kinds on the same matter, then what is said of the names that come up with it. */
function candidates(question: Question, near: readonly PostReading[]): string[] {
  const hasEvent = question.facets.some((facet) => facet.role === 'event')
  const phrases = PHRASES[question.locale]
  const kinds = hasEvent ? AFTER_EVENT : AFTER_NAME
  const own = kinds.filter((kind) => kind !== question.kind).map((kind) => phrases.kinds[kind])
  const names = namesBeside(question, near).map((name) => phrases.about(name))
  return [...own.slice(0, 2), ...names.slice(0, 1), ...own.slice(2), ...names.slice(1)]
}

type FollowUpKind = Exclude<QuestionKind, 'small_talk' | 'other' | 'who' | 'compare' | 'explain'>

const AFTER_EVENT: readonly FollowUpKind[] = [
  'why',
  'how_many',
  'where',
  'what_happened',
  'when',
  'what_do_people_say',
  'is_it_true',
]
const AFTER_NAME: readonly FollowUpKind[] = ['what_do_people_say', 'what_happened', 'when', 'why']

type Phrases = {
  readonly kinds: Readonly<Record<FollowUpKind, string>>
  readonly about: (name: string) => string
}

const PHRASES: Readonly<Record<Locale, Phrases>> = {
  en: {
    kinds: {
      why: 'What caused it?',
      how_many: 'How many people were hurt in it?',
      where: 'Where exactly did it happen?',
      when: 'When did it happen?',
      what_happened: 'What else is known about it?',
      what_do_people_say: 'What do people say about it?',
      is_it_true: 'Is it confirmed?',
    },
    about: (name) => `What is said about ${name}?`,
  },
  fr: {
    kinds: {
      why: 'Qu’est-ce qui l’a provoqué\u202f?',
      how_many: 'Combien y a-t-il de blessés\u202f?',
      where: 'Où cela s’est-il passé exactement\u202f?',
      when: 'Quand cela s’est-il passé\u202f?',
      what_happened: 'Que sait-on d’autre\u202f?',
      what_do_people_say: 'Qu’en disent les gens\u202f?',
      is_it_true: 'Est-ce confirmé\u202f?',
    },
    about: (name) => `Que dit-on de ${name}\u202f?`,
  },
}

/** Names that most independent accounts write beside those asked about, in full where some do. */
function namesBeside(question: Question, near: readonly PostReading[]): string[] {
  const voices = new Map<string, Set<string>>()
  for (const { statements, post, voice } of near) {
    for (const { names } of statements) {
      for (const name of names) {
        const isKnown = name.words.every((word) =>
          question.facets.some((facet) => facet.words.some(({ norm }) => norm === word)),
        )
        if (isKnown || name.words.length < 2) continue
        const text = post.text.slice(name.start, name.end)
        voices.set(text, (voices.get(text) ?? new Set<string>()).add(voice))
      }
    }
  }
  return [...voices]
    .filter(([text, said]) => said.size >= NAME_VOICES_MIN && !/[\n"“”«»?]/.test(text))
    .sort(([, a], [, b]) => b.size - a.size)
    .slice(0, NAMES_TRIED)
    .map(([text]) => text)
}
