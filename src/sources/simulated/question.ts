import type { AskKind } from './events/event-kind.ts'
import type { Lang } from './grammar.ts'

/** One line of the truth file. */
export type TruthQuestion = {
  readonly id: string
  readonly question: string
  readonly lang: Lang
  readonly kind: QuestionName
  readonly answerable: boolean
  /** Any of these in the answer makes it right; empty when there is no answer. */
  readonly answers: readonly string[]
}

export type QuestionName =
  | AskKind
  | 'what_happened'
  | 'what_do_people_say'
  | 'is_it_true'
  | 'rumour'
  | 'joke'
  | 'campaign'

/** Why a question cannot be answered. */
export type Trap = 'never_happened' | 'never_said' | 'withheld' | 'one_claim' | 'joke' | 'campaign'

export type QuestionDetail = {
  /** Label of the posts it is about; null when there are none. */
  readonly about: string | null
  readonly fact: string | null
  readonly trap: Trap | null
  /** Values that would be wrong: superseded, mistaken, or another event's. */
  readonly rivals: readonly string[]
}

/** A question before it has its words: the pool draws it, then asks it in one language. */
export type QuestionDraft = {
  readonly kind: QuestionName
  readonly answers: readonly string[]
  readonly detail: QuestionDetail
  readonly ask: (lang: Lang) => string | null
  readonly langs: readonly Lang[]
}

export type AddQuestion = (pool: string, draft: QuestionDraft) => void

export function detail(about: string | null, fact: string | null, trap: Trap | null): QuestionDetail {
  return { about, fact, trap, rivals: [] }
}
