import type { QuestionKind } from '../../domain/answer.ts'

/** What a report may have sections about. Headings are ours: a model chooses one, it never writes one. */
export const ASPECTS = [
  'what_happened',
  'who',
  'where',
  'when',
  'how_many',
  'why',
  'is_it_true',
  'what_do_people_say',
  'other',
] as const satisfies readonly QuestionKind[]

export type Aspect = (typeof ASPECTS)[number]

const HEADINGS = {
  what_happened: { en: 'What happened', fr: 'Ce qui s’est passé' },
  who: { en: 'Who is involved', fr: 'Qui est concerné' },
  where: { en: 'Where', fr: 'Où' },
  when: { en: 'When', fr: 'Quand' },
  how_many: { en: 'In figures', fr: 'En chiffres' },
  why: { en: 'Why', fr: 'Pourquoi' },
  is_it_true: { en: 'What is disputed', fr: 'Ce qui est contesté' },
  what_do_people_say: { en: 'What people say', fr: 'Ce qu’on en dit' },
  other: { en: 'Also', fr: 'Aussi' },
} as const satisfies Record<Aspect, Readonly<Record<'en' | 'fr', string>>>

const IN_SHORT = { en: 'In short', fr: 'En bref' } as const

export function headingOf(aspect: Aspect | 'in_short', locale: 'en' | 'fr'): string {
  return aspect === 'in_short' ? IN_SHORT[locale] : HEADINGS[aspect][locale]
}

export function isAspect(value: unknown): value is Aspect {
  return typeof value === 'string' && (ASPECTS as readonly string[]).includes(value)
}
