import type { ClaimCheck, MissingKind } from '../../domain/claim-check.ts'
import type { ChangeKind, ClaimLabel, Verdict, VerdictChange } from '../../domain/verdict.ts'
import type { Locale } from '../understand/question-language.ts'
import { frenchSpacing } from '../write/phrases.ts'

type Words = Readonly<Record<Locale, string>>

const LABELS = {
  supported: { en: 'Supported', fr: 'Confirmé' },
  refuted: { en: 'Contradicted', fr: 'Démenti' },
  conflicting: { en: 'Sources disagree', fr: 'Les sources se contredisent' },
  not_enough: { en: 'Not enough to say', fr: 'Trop peu pour trancher' },
} as const satisfies Record<ClaimLabel, Words>

const LEANINGS = {
  supported: { en: 'Not enough to say; leans supported', fr: 'Trop peu pour trancher ; penche vers le vrai' },
  refuted: {
    en: 'Not enough to say; leans contradicted',
    fr: 'Trop peu pour trancher ; penche vers le faux',
  },
  conflicting: {
    en: 'Not enough to say; sources disagree',
    fr: 'Trop peu pour trancher ; sources contraires',
  },
  not_enough: LABELS.not_enough,
} as const satisfies Record<ClaimLabel, Words>

const MISSING = {
  anything: { en: 'anything that bears on it', fr: 'quoi que ce soit qui s’y rapporte' },
  for: { en: 'a source that says so', fr: 'une source qui l’affirme' },
  against: { en: 'a source that denies it', fr: 'une source qui le dément' },
  primary_source: {
    en: 'a statement by those whose business it is',
    fr: 'une déclaration des premiers concernés',
  },
  pages: { en: 'a page about it', fr: 'une page à ce sujet' },
  web_search: {
    en: 'the wider web: no search service is set up',
    fr: 'le reste du web : aucun moteur configuré',
  },
  recent: { en: 'evidence from the last 30 days', fr: 'un élément des 30 derniers jours' },
} as const satisfies Record<MissingKind, Words>

const CHANGES = {
  any_evidence: {
    en: 'Any post or page that speaks of it.',
    fr: 'Tout message ou toute page qui en parle.',
  },
  second_source: {
    en: 'A second source that does not repeat the first.',
    fr: 'Une deuxième source qui ne répète pas la première.',
  },
  settle_conflict: {
    en: 'A source that settles which side is right.',
    fr: 'Une source qui départage les deux côtés.',
  },
  missing_detail: {
    en: 'A source that gives this detail.',
    fr: 'Une source qui donne ce détail.',
  },
  direct_statement: {
    en: 'A plain statement or denial by those whose business it is.',
    fr: 'Une déclaration ou un démenti clair des premiers concernés.',
  },
  newer_evidence: { en: 'Newer evidence.', fr: 'Des éléments plus récents.' },
  other_numbers: { en: 'Other numbers than these.', fr: 'D’autres chiffres que ceux-ci.' },
} as const satisfies Record<ChangeKind, Words>

const WITH_DETAIL: Partial<Record<ChangeKind, Words>> = {
  missing_detail: {
    en: 'A source that says “{detail}”, or says otherwise.',
    fr: 'Une source qui dit «\u202f{detail}\u202f», ou autre chose.',
  },
  direct_statement: {
    en: 'A plain statement or denial about “{detail}”.',
    fr: 'Une déclaration ou un démenti clair au sujet de «\u202f{detail}\u202f».',
  },
}

/** The label as it is shown: what is not committed to leans, and says so. */
export function labelText(
  { label, committed }: Pick<Verdict, 'label' | 'committed'>,
  locale: Locale,
): string {
  return inLocale((committed ? LABELS : LEANINGS)[label], locale)
}

/** What was looked for and not found, as a phrase that follows "Not found:". */
export function missingText(kind: MissingKind, locale: Locale): string {
  return inLocale(MISSING[kind], locale)
}

export function changeText({ kind, detail }: VerdictChange, locale: Locale): string {
  const withDetail = WITH_DETAIL[kind]
  if (detail === null || withDetail === undefined) return inLocale(CHANGES[kind], locale)
  return inLocale(withDetail, locale).replace('{detail}', () => detail)
}

/** "Three independent voices say so, one denies it." */
export function summaryText({ verdict, evidence, searched }: ClaimCheck, locale: Locale): string {
  if (verdict.basis === 'exact')
    return inLocale(
      verdict.label === 'supported'
        ? {
            en: 'Worked out from the claim’s own numbers: it is right.',
            fr: 'Calculé avec les chiffres de l’affirmation : c’est exact.',
          }
        : {
            en: 'Worked out from the claim’s own numbers: it does not add up.',
            fr: 'Calculé avec les chiffres de l’affirmation : le compte n’y est pas.',
          },
      locale,
    )
  const saying = evidence.filter(({ stance }) => stance === 'supports').length
  const denying = evidence.filter(({ stance }) => stance === 'refutes').length
  const read = searched.postsRead + searched.pagesRead
  if (saying + denying === 0) return inLocale(nothingSays(read), locale)
  return locale === 'fr'
    ? frenchSpacing(
        `${voices(saying, 'fr')} ${saying > 1 ? 'le disent' : 'le dit'}, ${voices(denying, 'fr').toLowerCase()} ${denying > 1 ? 'disent' : 'dit'} le contraire.`,
      )
    : `${voices(saying, 'en')} ${saying === 1 ? 'says' : 'say'} so, ${voices(denying, 'en').toLowerCase()} ${denying === 1 ? 'says' : 'say'} otherwise.`
}

function nothingSays(read: number): Words {
  return read === 0
    ? { en: 'Nothing stored speaks of it.', fr: 'Rien de ce qui est enregistré n’en parle.' }
    : {
        en: `Of ${read} posts and pages read, none says or denies it.`,
        fr: `Sur ${read} messages et pages lus, aucun ne le dit ni ne le dément.`,
      }
}

const COUNTS = {
  en: ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'],
  fr: ['Aucune', 'Une', 'Deux', 'Trois', 'Quatre', 'Cinq', 'Six', 'Sept', 'Huit', 'Neuf'],
} as const

function voices(count: number, locale: Locale): string {
  const number = COUNTS[locale][count] ?? String(count)
  if (locale === 'fr') return `${number} voix indépendante${count > 1 ? 's' : ''}${count === 0 ? ' ne' : ''}`
  return `${number} independent voice${count === 1 ? '' : 's'}`
}

function inLocale(words: Words, locale: Locale): string {
  return locale === 'fr' ? frenchSpacing(words.fr) : words.en
}
