import { labelText, summaryText } from '../assistant/verdict/verdict-words.ts'
import type { Answer } from '../domain/answer.ts'
import type { CheckEvidence, ClaimCheck } from '../domain/claim-check.ts'
import type { ClaimLabel } from '../domain/verdict.ts'
import { postUrl } from '../sources/post-url.ts'
import { type Line, linkTo, quoted } from './reply-text.ts'
import type { NothingWhy } from './what-is-asked.ts'

export type ReplyLang = 'en' | 'fr'

/** Lines of a reply before they are fitted into posts. */
export type ReplyLines = {
  readonly first: readonly Line[]
  readonly more: readonly Line[]
  readonly link: Line | null
}

const CLAIM_MAX = 110
const QUOTE_MAX = 130
const NAME_MAX = 40
const SENTENCE_MAX = 280
const SOURCES_MAX = 3

/** Calibrated confidence in words; the bounds are those of the verdict card's bar. */
const SURE = [
  { from: 0.8, en: 'high', fr: 'élevée' },
  { from: 0.6, en: 'fair', fr: 'moyenne' },
  { from: 0, en: 'low', fr: 'faible' },
] as const

const NOTHING = {
  no_subject: {
    en: 'I do not see what to check. Reply to a post with this question, or write the claim itself.',
    fr: 'Je ne vois pas quoi vérifier. Posez la question en réponse à un message, ou écrivez l’affirmation.',
  },
  too_little: {
    en: 'There is nothing to check here: I find no statement of fact in this post.',
    fr: 'Il n’y a rien à vérifier ici\u00a0: je ne trouve aucune affirmation de fait dans ce message.',
  },
  opinion: {
    en: 'There is nothing to check here: this is an opinion, which cannot be true or false.',
    fr: 'Il n’y a rien à vérifier ici\u00a0: c’est une opinion, ni vraie ni fausse.',
  },
  question: {
    en: 'There is nothing to check here: this post asks, it states nothing.',
    fr: 'Il n’y a rien à vérifier ici\u00a0: ce message pose une question, il n’affirme rien.',
  },
  promise: {
    en: 'There is nothing to check yet: this is about what is still to come.',
    fr: 'Il n’y a encore rien à vérifier\u00a0: il s’agit de ce qui reste à venir.',
  },
  satire: {
    en: 'There is nothing to check here: this reads as a joke or satire, not as a statement of fact.',
    fr: 'Il n’y a rien à vérifier ici\u00a0: cela se lit comme une plaisanterie, pas comme une affirmation.',
  },
} as const satisfies Record<NothingWhy, Readonly<Record<ReplyLang, string>>>

/**
 * A verdict: label and confidence in words and as a number, what was checked, the best source on each side, the page.
 *
 * @param page address of the full check; null where there is none to point to
 */
export function verdictLines(check: ClaimCheck, lang: ReplyLang, page: string | null): ReplyLines {
  return {
    first: [[headOf(check, lang)], claimLine(check, lang)],
    more: sidesOf(check, lang),
    link: pageLine(page, lang),
  }
}

/** The same for a verdict that changed. @param before what was said */
export function correctionLines(
  check: ClaimCheck,
  {
    lang,
    page,
    before,
  }: { readonly lang: ReplyLang; readonly page: string | null; readonly before: ClaimLabel },
): ReplyLines {
  const was = labelText({ label: before, committed: true }, lang)
  const head =
    lang === 'fr'
      ? `Correction. J’avais répondu «\u202f${was}\u202f».`
      : `Correction. I had answered “${was}”.`
  const { first, more, link } = verdictLines(check, lang, page)
  return { first: [[head], ...first], more, link }
}

/** An answer to a question, with the addresses that it rests on. */
export function answerLines(answer: Answer, lang: ReplyLang): ReplyLines {
  const sentences = answer.sentences.length > 0 ? answer.sentences.map(({ text }) => text) : [answer.text]
  const [head = '', ...rest] = sentences
    .map((text) => quoted(text, SENTENCE_MAX))
    .filter((text) => text !== '')
  const urls = answer.abstained ? [] : answer.citations.flatMap(({ url, id }) => url ?? postUrl(id) ?? [])
  const sources = [...new Set(urls)].filter(isWeb).slice(0, SOURCES_MAX)
  const [main, ...others] = sources
  const sourceLine = (url: string): Line => [lang === 'fr' ? 'Source\u00a0: ' : 'Source: ', linkTo(url)]
  return {
    first: [[head]],
    more: [...rest.map((text): Line => [text]), ...others.map(sourceLine)],
    link: main === undefined ? null : sourceLine(main),
  }
}

export function nothingLines(why: NothingWhy, lang: ReplyLang): ReplyLines {
  return { first: [[NOTHING[why][lang]]], more: [], link: null }
}

/** The verdict as readers take it: what is not committed to says that there is not enough. */
export function saidLabel({ verdict }: Pick<ClaimCheck, 'verdict'>): ClaimLabel {
  return verdict.committed ? verdict.label : 'not_enough'
}

/** Where there is too little, how sure we are of that is no answer: a leaning tells its share, and nothing more. */
function headOf({ verdict }: ClaimCheck, lang: ReplyLang): string {
  const { confidence01, committed, label } = verdict
  const percent =
    lang === 'fr' ? `${Math.round(100 * confidence01)}\u00a0%` : `${Math.round(100 * confidence01)}%`
  const text = labelText(verdict, lang)
  if (label === 'not_enough') return `${text}.`
  if (!committed) return `${text} (${percent}).`
  const sure = SURE.find(({ from }) => confidence01 >= from) ?? SURE[2]
  return lang === 'fr'
    ? `${text}. Confiance ${sure.fr} (${percent}).`
    : `${text}. Confidence: ${sure.en} (${percent}).`
}

function claimLine({ claim }: ClaimCheck, lang: ReplyLang): Line {
  const words = quoted(claim, CLAIM_MAX)
  return [lang === 'fr' ? `Affirmation vérifiée\u00a0: «\u202f${words}\u202f»` : `Checked: “${words}”`]
}

/** What carries the verdict first, then the other side; one source each. */
function sidesOf(check: ClaimCheck, lang: ReplyLang): Line[] {
  const isFor = check.verdict.label !== 'refuted'
  const sides = isFor
    ? ([
        ['for', check.bestFor],
        ['against', check.bestAgainst],
      ] as const)
    : ([
        ['against', check.bestAgainst],
        ['for', check.bestFor],
      ] as const)
  const lines = sides.flatMap(([side, [best]]) =>
    best === undefined ? [] : [evidenceLine(side, best, lang)],
  )
  return [[summaryText(check, lang)], ...lines, ...checkedBy(check, lang)]
}

function evidenceLine(side: 'for' | 'against', evidence: CheckEvidence, lang: ReplyLang): Line {
  const name = quoted(evidence.authorName ?? evidence.author, NAME_MAX)
  const words = quoted(evidence.quote, QUOTE_MAX)
  const url = evidence.url ?? postUrl(evidence.id)
  const text =
    lang === 'fr'
      ? `${side === 'for' ? 'Pour' : 'Contre'}\u00a0: ${name}, «\u202f${words}\u202f»`
      : `${side === 'for' ? 'For' : 'Against'}: ${name}, “${words}”`
  return url !== null && isWeb(url) ? [`${text} `, linkTo(url)] : [text]
}

/** What others have published on the same claim, the first of it. */
function checkedBy({ alreadyChecked: [known] }: ClaimCheck, lang: ReplyLang): Line[] {
  if (known === undefined || !isWeb(known.url)) return []
  const by = quoted(known.publisher, NAME_MAX)
  const rating = known.rating === null ? null : quoted(known.rating, NAME_MAX)
  const said = rating === null ? '' : lang === 'fr' ? ` («\u202f${rating}\u202f»)` : ` (“${rating}”)`
  const text = lang === 'fr' ? `Déjà vérifié par ${by}${said}\u00a0: ` : `Already checked by ${by}${said}: `
  return [[text, linkTo(known.url)]]
}

function pageLine(page: string | null, lang: ReplyLang): Line | null {
  if (page === null) return null
  return [lang === 'fr' ? 'Vérification complète\u00a0: ' : 'The whole check: ', linkTo(page)]
}

function isWeb(url: string): boolean {
  return /^https?:\/\//.test(url) && URL.canParse(url)
}
