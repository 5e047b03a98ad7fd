import type { Cluster } from '../corroborate/cluster.ts'
import type { Locale } from '../understand/question-language.ts'
import { countWords } from './count-words.ts'
import { accounts, capital, fewAccounts } from './phrases.ts'

/** Ways to open a sentence, the fullest first: the drafter takes the first that does not drown the quote in words of ours. */
export type Ways = readonly string[]
type Counted = (count: number) => Ways
type Valued = (count: number, value: string) => Ways

/** Our own words before a quote. Each opens a sentence and ends without a mark. */
export type Openings = {
  readonly value: Readonly<Record<string, Valued>>
  readonly official: string
  /** Said before the leading value, or still said beside it. */
  readonly earlier: Valued
  readonly rival: Valued
  readonly report: Counted
  readonly cause: Counted
  readonly otherCause: Counted
  readonly also: Counted
  readonly later: (count: number, gap: string) => Ways
  readonly before: Counted
  readonly mostSay: Counted
  readonly othersSay: Counted
  /** Of one of two that are compared. */
  readonly side: (count: number, about: string) => Ways
  readonly deny: Counted
  readonly yes: Counted
  /** Said by many, but by no authority or newsroom: no yes of ours. */
  readonly unattested: Counted
  readonly no: Counted
  readonly claimed: Counted
}

const en = {
  many: (count: number) => accounts(count, 'en'),
  few: (count: number) => capital(fewAccounts(count, 'en')),
  bare: (count: number) => capital(countWords(count, 'en')),
}
const says = (count: number) => (count === 1 ? 'says' : 'say')

const EN: Openings = {
  value: {
    how_many: (count, value) => [
      `${en.many(count)} ${says(count)} ${value}`,
      `${en.few(count)} ${says(count)} ${value}`,
      `${en.few(count)} ${says(count)}`,
    ],
    who: (count, value) => [
      `${en.many(count)} ${count === 1 ? 'names' : 'name'} ${value}`,
      `${en.few(count)} ${says(count)} it was ${value}`,
      `${en.bare(count)} ${says(count)} ${value}`,
      `${en.bare(count)} ${says(count)}`,
    ],
    where: (count, value) => [
      `${en.many(count)} ${count === 1 ? 'gives' : 'give'} the place as ${value}`,
      `${en.few(count)} ${says(count)} where: ${value}`,
      `${en.bare(count)} ${says(count)} where: ${value}`,
      `${en.bare(count)} ${says(count)} where`,
    ],
    when: (count, value) => [
      `${en.many(count)} ${count === 1 ? 'gives' : 'give'} the time as ${value}`,
      `${en.few(count)} ${says(count)} when: ${value}`,
      `${en.bare(count)} ${says(count)} when: ${value}`,
      `${en.few(count)} ${says(count)} when`,
      `${en.bare(count)} ${says(count)} when`,
    ],
  },
  official: ', an official one among them',
  earlier: (count, value) => [
    `Earlier, ${fewAccounts(count, 'en')} said ${value}`,
    `Before that, ${countWords(count, 'en')} said ${value}`,
    `Before that, ${countWords(count, 'en')} said`,
  ],
  rival: (count, value) => [
    `${en.few(count)} ${says(count)} ${value} instead`,
    `Others, ${countWords(count, 'en')} of them, say ${value} instead`,
    `Others, ${countWords(count, 'en')} of them, say instead`,
  ],
  report: (count) => [
    `${en.many(count)} ${count === 1 ? 'reports' : 'report'} it`,
    `${en.many(count)} ${says(count)}`,
    `${en.few(count)} ${says(count)}`,
    `${en.bare(count)} ${says(count)}`,
  ],
  cause: (count) => [
    `${en.many(count)} ${count === 1 ? 'gives' : 'give'} this cause`,
    `${en.many(count)} ${says(count)} why`,
    `${en.few(count)} ${says(count)} why`,
    `${en.bare(count)} ${says(count)} why`,
  ],
  otherCause: (count) => [
    `${en.few(count)} ${count === 1 ? 'blames' : 'blame'} something else instead`,
    `Others, ${countWords(count, 'en')} of them, say instead`,
  ],
  also: (count) => [`${en.few(count)} also ${says(count)}`, `${en.bare(count)} also ${says(count)}`],
  later: (count, gap) => [
    `${capital(gap)}, ${fewAccounts(count, 'en')} ${count === 1 ? 'writes' : 'write'}`,
    `${capital(gap)}, ${fewAccounts(count, 'en')} ${says(count)}`,
    `Later, ${countWords(count, 'en')} ${says(count)}`,
    'Later',
  ],
  before: (count) => [
    `Before that, ${fewAccounts(count, 'en')} had said`,
    `Before that, ${countWords(count, 'en')} had said`,
  ],
  mostSay: (count) => [
    `Most accounts, ${countWords(count, 'en')} of them, say this`,
    `Most, ${countWords(count, 'en')} of them, say this`,
  ],
  othersSay: (count) => [
    `${capital(countWords(count, 'en'))} other accounts say`,
    `${capital(countWords(count, 'en'))} others say`,
  ],
  side: (count, about) => [
    `On ${about}, ${fewAccounts(count, 'en')} ${count === 1 ? 'writes' : 'write'}`,
    `On ${about}, ${fewAccounts(count, 'en')} ${says(count)}`,
    `On ${about}, ${countWords(count, 'en')} ${says(count)}`,
  ],
  deny: (count) => [
    `${en.many(count)} ${count === 1 ? 'denies' : 'deny'} it`,
    `${en.few(count)} ${count === 1 ? 'denies' : 'deny'} it`,
    `But ${countWords(count, 'en')} ${says(count)} no`,
    'Denied',
  ],
  yes: (count) => [
    `Yes, ${fewAccounts(count, 'en')} ${says(count)} so`,
    `Yes, ${countWords(count, 'en')} ${says(count)} so`,
    `${en.bare(count)} ${says(count)} so`,
  ],
  unattested: (count) => [
    `${en.many(count)} ${says(count)} so, no authority or newsroom among them`,
    `${en.few(count)} ${says(count)} so, but none of authority`,
    `${en.bare(count)} ${says(count)} so`,
  ],
  no: (count) => [
    `No, ${fewAccounts(count, 'en')} ${says(count)} it is false`,
    `No, ${countWords(count, 'en')} ${says(count)} it is not true`,
    `No, ${countWords(count, 'en')} ${says(count)}`,
  ],
  claimed: (count) => [
    `${en.few(count)} had claimed it, before or against that`,
    `${en.bare(count)} had said so, before or against that`,
  ],
}

const fr = {
  many: (count: number) => accounts(count, 'fr'),
  according: (count: number) =>
    count === 1 ? 'Selon un seul compte' : `Selon ${accounts(count, 'fr').toLowerCase()}`,
  few: (count: number) => `Selon ${fewAccounts(count, 'fr')}`,
  bare: (count: number) => (count === 1 ? 'Selon un seul' : `Selon ${countWords(count, 'fr')} d’entre eux`),
}
const plural = (count: number, one: string, many: string) => (count === 1 ? one : many)

const FR: Openings = {
  value: {
    how_many: (count, value) => [
      `${fr.many(count)} ${plural(count, 'parle', 'parlent')} de ${value}`,
      `${fr.few(count)}, ${value}`,
      fr.few(count),
    ],
    who: (count, value) => [
      `${fr.many(count)} ${plural(count, 'nomme', 'nomment')} ${value}`,
      `${fr.few(count)}, c’est ${value}`,
      `${fr.bare(count)}, c’est ${value}`,
      fr.bare(count),
    ],
    where: (count, value) => [
      `${fr.many(count)} ${plural(count, 'indique', 'indiquent')} ce lieu, ${value}`,
      `${fr.few(count)}, c’est là : ${value}`,
      `${fr.bare(count)}, c’est là : ${value}`,
      fr.bare(count),
    ],
    when: (count, value) => [
      `${fr.many(count)} ${plural(count, 'donne', 'donnent')} ce moment, ${value}`,
      `${fr.few(count)}, c’était ${value}`,
      `${fr.bare(count)}, c’était ${value}`,
      fr.few(count),
      fr.bare(count),
    ],
  },
  official: ', dont un compte officiel',
  earlier: (count, value) => [
    `Plus tôt, ${fewAccounts(count, 'fr')} ${plural(count, 'parlait', 'parlaient')} de ${value}`,
    `Avant cela, selon ${countWords(count, 'fr')} d’entre eux, ${value}`,
    `Avant cela, selon ${countWords(count, 'fr')} d’entre eux`,
  ],
  rival: (count, value) => [
    `D’autres, ${fewAccounts(count, 'fr')}, ${plural(count, 'parle', 'parlent')} de ${value}`,
    `Selon ${countWords(count, 'fr')} d’autres, ${value}`,
    `Selon ${countWords(count, 'fr')} d’autres`,
  ],
  report: (count) => [
    `${fr.many(count)} ${plural(count, 'le rapporte', 'le rapportent')}`,
    fr.according(count),
    fr.few(count),
    fr.bare(count),
  ],
  cause: (count) => [
    `${fr.many(count)} ${plural(count, 'donne', 'donnent')} cette cause`,
    fr.according(count),
    fr.few(count),
    fr.bare(count),
  ],
  otherCause: (count) => [
    `D’autres, ${fewAccounts(count, 'fr')}, ${plural(count, 'met', 'mettent')} en cause autre chose`,
    `Selon ${countWords(count, 'fr')} d’autres`,
  ],
  also: (count) => [
    `${capital(fewAccounts(count, 'fr'))} ${plural(count, 'ajoute', 'ajoutent')}`,
    `Et selon ${fewAccounts(count, 'fr')}`,
    `Et selon ${countWords(count, 'fr')} d’entre eux`,
  ],
  later: (count, gap) => [
    `${capital(gap)}, ${fewAccounts(count, 'fr')} ${plural(count, 'écrit', 'écrivent')}`,
    `${capital(gap)}, selon ${fewAccounts(count, 'fr')}`,
    `Puis, selon ${countWords(count, 'fr')} d’entre eux`,
    'Puis',
  ],
  before: (count) => [
    `Avant cela, selon ${fewAccounts(count, 'fr')}`,
    `Avant cela, selon ${countWords(count, 'fr')} d’entre eux`,
  ],
  mostSay: (count) => [
    `La plupart des comptes, ${countWords(count, 'fr')} d’entre eux, disent ceci`,
    `Pour la plupart, ${countWords(count, 'fr')} d’entre eux`,
    `Selon ${countWords(count, 'fr')} d’entre eux`,
  ],
  othersSay: (count) => [
    `${capital(countWords(count, 'fr'))} autres comptes disent`,
    `Selon ${countWords(count, 'fr')} autres`,
  ],
  side: (count, about) => [
    `Sur ${about}, ${fewAccounts(count, 'fr')} ${plural(count, 'écrit', 'écrivent')}`,
    `Sur ${about}, selon ${fewAccounts(count, 'fr')}`,
    `Sur ${about}, selon ${countWords(count, 'fr')} d’entre eux`,
  ],
  deny: (count) => [
    `${fr.many(count)} ${plural(count, 'le dément', 'le démentent')}`,
    `${capital(fewAccounts(count, 'fr'))} ${plural(count, 'le dément', 'le démentent')}`,
    `Mais pas selon ${countWords(count, 'fr')} d’entre eux`,
    'Démenti',
  ],
  yes: (count) => [
    `Oui, ${fewAccounts(count, 'fr')} ${plural(count, 'l’affirme', 'l’affirment')}`,
    `Oui, selon ${countWords(count, 'fr')} d’entre eux`,
    fr.bare(count),
  ],
  unattested: (count) => [
    `${fr.many(count)} ${plural(count, 'l’affirme', 'l’affirment')}, sans autorité ni rédaction parmi eux`,
    fr.few(count),
    fr.bare(count),
  ],
  no: (count) => [
    `Non, ${fewAccounts(count, 'fr')} ${plural(count, 'dit', 'disent')} que c’est faux`,
    `Non, c’est faux, selon ${countWords(count, 'fr')} d’entre eux`,
    `Non, selon ${countWords(count, 'fr')} d’entre eux`,
  ],
  claimed: (count) => [
    `${capital(fewAccounts(count, 'fr'))} ${plural(count, 'l’avait', 'l’avaient')} affirmé, avant ou contre ce démenti`,
    `Avant ou contre cela, selon ${countWords(count, 'fr')} d’entre eux`,
  ],
}

export const OPENINGS: Readonly<Record<Locale, Openings>> = { en: EN, fr: FR }

/** An authority or a newsroom says it, or somebody cites one. */
export function isAttested(cluster: Cluster): boolean {
  return cluster.supports.some(({ candidate }) => {
    const { standing, cues } = candidate.statement.reading
    return standing === 'official' || standing === 'newsroom' || cues.attributed
  })
}
