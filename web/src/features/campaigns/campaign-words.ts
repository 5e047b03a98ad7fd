import type { CampaignJson } from '../../../../src/contract/campaign.ts'
import { formatSpan } from '../../shared/i18n/format.ts'
import { type MessageKey, numberFormat } from '../../shared/i18n/translate.ts'
import type { Words } from '../../shared/i18n/use-words.ts'

const SHORTEST_SPAN_MS = 60_000

/** A message whose key is made of a name that the server sent; null for names this version does not know. */
export function wordsFor(
  words: Words,
  prefix: string,
  name: string,
  params: Record<string, string | number> = {},
): string | null {
  try {
    const say = words.t as (key: MessageKey, params: Record<string, string | number>) => string
    return say(`${prefix}.${name}` as MessageKey, params)
  } catch {
    return null
  }
}

/** "7 accounts linked to the same page in 4 min; chance would bring 0.02." */
export function raritySentence(words: Words, object: CampaignJson['objects'][number]): string {
  const { locale, t } = words
  const span = Math.max(SHORTEST_SPAN_MS, Date.parse(object.last_at) - Date.parse(object.first_at))
  return t('campaigns.rarity', {
    accounts: t('campaigns.accounts', { count: object.accounts }),
    act: wordsFor(words, 'campaigns.act', object.channel) ?? object.channel,
    span: formatSpan(locale, span),
    expected: smallNumber(locale, object.expected),
  })
}

/** One figure that counts, down to a thousandth. */
export function smallNumber(locale: Words['locale'], value: number): string {
  if (value > 0 && value < 0.001) return `< ${numberOf(locale, 0.001, 3)}`
  return numberOf(locale, value, value < 0.1 ? 3 : 1)
}

function numberOf(locale: Words['locale'], value: number, digits: number): string {
  if (digits <= 1) return numberFormat(locale).format(value)
  return new Intl.NumberFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', {
    maximumFractionDigits: digits,
    maximumSignificantDigits: 1,
  }).format(value)
}

export function percent(locale: Words['locale'], share01: number): string {
  return new Intl.NumberFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', {
    style: 'percent',
    maximumFractionDigits: 0,
  }).format(share01)
}
