import type { Citation } from '../../domain/answer.ts'
import type { AbstainReason, Decision } from '../corroborate/decision.ts'
import type { Question } from '../understand/question.ts'
import type { Locale } from '../understand/question-language.ts'
import { chooseQuote, shownQuote } from './choose-quote.ts'
import type { CitationBook } from './citation-book.ts'
import { frenchSpacing, quoted } from './phrases.ts'

type AbstainDecision = Extract<Decision, { kind: 'abstain' }>

type Abstention = { readonly text: string; readonly citations: readonly Citation[] }

const NEAREST_MAX = 2

/** Why there is no answer, what was searched, what came nearest, and what would help. */
export function writeAbstention(
  question: Question,
  decision: AbstainDecision,
  searched: { queries: readonly string[]; postsRead: number },
  book: CitationBook,
): Abstention {
  const { locale } = question
  const words = WORDS[locale]
  const topic = question.facets
    .filter((facet) => facet.role !== 'word' || question.facets.length < 3)
    .map((facet) => shownQuote(facet.text))
    .slice(0, 6)
  const parts = [
    words.reason[decision.reason],
    words.searched(searched.postsRead, topic.map((term) => quoted(term, locale)).join(', ')),
  ]
  const citations: Citation[] = []
  const isDisputed = question.kind === 'is_it_true' && decision.reason === 'disagree'
  for (const cluster of decision.nearest.slice(0, NEAREST_MAX)) {
    const support = cluster.supports[0]
    if (support === undefined) continue
    const span = chooseQuote(support.candidate)
    const { post } = support.candidate.statement.reading
    citations.push(book.cite(post, span, true))
    const quote = shownQuote(post.text.slice(span.start, span.end))
    parts.push(
      `${isDisputed ? words.sides(citations.length) : words.nearest(citations.length)}${locale === 'fr' ? '\u00a0: ' : ': '}${quoted(quote, locale)}${/[.!?…]$/.test(quote) ? '' : '.'}`,
    )
  }
  parts.push(words.help[decision.reason])
  const own = (text: string) => (locale === 'fr' ? frenchSpacing(text) : text)
  return {
    text: parts.map((part, index) => (index >= 2 && index < parts.length - 1 ? part : own(part))).join(' '),
    citations,
  }
}

type Words = {
  readonly reason: Readonly<Record<AbstainReason, string>>
  readonly help: Readonly<Record<AbstainReason, string>>
  readonly searched: (posts: number, topic: string) => string
  readonly nearest: (index: number) => string
  /** Of a claim: what speaks for it first, then what speaks against it. */
  readonly sides: (index: number) => string
}

const WORDS: Readonly<Record<Locale, Words>> = {
  en: {
    reason: {
      nothing_found: 'No stored post is about this.',
      off_topic:
        'No post I read is about exactly this: some share words with the question, none its names and event together.',
      no_value: 'Posts speak of this, but none gives what you ask for.',
      one_account: 'Only one account says anything that would answer this, and nobody else bears it out.',
      disagree: 'Independent accounts disagree, and neither side outweighs the other.',
      unconfirmed: 'What answers this is hedged or hearsay; no account states it outright.',
      denied: 'What would answer this is denied by other accounts.',
      one_side: 'Independent accounts speak of only one of the two, so there is nothing to compare it with.',
    },
    searched: (posts, topic) =>
      topic === ''
        ? `I read ${posts} posts.`
        : `I read ${posts} ${posts === 1 ? 'post' : 'posts'} for ${topic}.`,
    nearest: (index) => (index === 1 ? 'Nearest' : 'Also'),
    sides: (index) => (index === 1 ? 'For it' : 'Against it'),
    help: {
      nothing_found: 'Connecting a network or importing posts about it would help.',
      off_topic: 'Another name for the place or event, or more posts, may help.',
      no_value: 'Asking again when more has been posted may help.',
      one_account: 'A second, independent account would settle it.',
      disagree: 'A later or official statement would settle it.',
      unconfirmed: 'A first-hand or official statement would settle it.',
      denied: 'Ask whether it is true to see both sides.',
      one_side: 'Posts about the other one would help, or another name for it.',
    },
  },
  fr: {
    reason: {
      nothing_found: 'Aucun message enregistré n’en parle.',
      off_topic:
        'Aucun message lu ne porte exactement là-dessus : certains partagent des mots avec la question, aucun ses noms et son événement à la fois.',
      no_value: 'Des messages en parlent, mais aucun ne donne ce que vous demandez.',
      one_account: 'Un seul compte dit quelque chose qui y répondrait, et personne d’autre ne le confirme.',
      disagree: 'Des comptes indépendants se contredisent, sans qu’un côté l’emporte.',
      unconfirmed: 'Ce qui y répond reste au conditionnel ou relève du ouï-dire ; aucun compte ne l’affirme.',
      denied: 'Ce qui y répondrait est démenti par d’autres comptes.',
      one_side:
        'Les comptes indépendants ne parlent que de l’un des deux : il n’y a rien à quoi le comparer.',
    },
    searched: (posts, topic) =>
      topic === ''
        ? `J’ai lu ${posts} messages.`
        : `J’ai lu ${posts} ${posts === 1 ? 'message' : 'messages'} sur ${topic}.`,
    nearest: (index) => (index === 1 ? 'Au plus près' : 'Aussi'),
    sides: (index) => (index === 1 ? 'Pour' : 'Contre'),
    help: {
      nothing_found: 'Connecter un réseau ou importer des messages sur ce sujet aiderait.',
      off_topic: 'Un autre nom du lieu ou de l’événement, ou davantage de messages, peut aider.',
      no_value: 'Reposer la question plus tard peut aider.',
      one_account: 'Un second compte, indépendant, trancherait.',
      disagree: 'Une déclaration plus récente ou officielle trancherait.',
      unconfirmed: 'Un témoin direct ou une déclaration officielle trancherait.',
      denied: 'Demandez si c’est vrai pour voir les deux côtés.',
      one_side: 'Des messages sur l’autre aideraient, ou un autre nom pour le désigner.',
    },
  },
}
