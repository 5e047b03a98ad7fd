import type { Random } from '../../lib/random.ts'
import type { PlannedEvent } from './events/plan-event.ts'
import { definite } from './events/sheet.ts'
import { expand, type Lang } from './grammar.ts'
import { atSite, siteName } from './sites.ts'
import { dateWords, dayName } from './times.ts'

/** Slots of a question that name the event's place and day. */
export function placeSlot(event: PlannedEvent, name: string, lang: Lang): string | null {
  if (name === 'town') return event.town
  if (name === 'site') return siteName(event.site, lang)
  if (name === 'at_site') return atSite(event.site, lang)
  if (name === 'name') return event.site.name
  return name === 'day' ? dayName(event.startAt, lang) : null
}

/** How a question names an event; `t` and `s` mark forms that give away its time or its site. */
export const REFERENCES: Readonly<Record<Lang, readonly (readonly [string, string])[]>> = {
  en: [
    ['the {noun} in {town}', ''],
    ['the {town} {noun}', ''],
    ["{day}'s {noun} in {town}", 't'],
    ['the {noun} of {date} in {town}', 't'],
    ['the {noun} {at_site}', 's'],
    ['the {noun} {at_site} in {town}', 's'],
  ],
  fr: [
    ['{noun} de {town}', ''],
    ['{noun} à {town}', ''],
    ['{noun} de {day} à {town}', 't'],
    ['{noun} du {date} à {town}', 't'],
    ['{noun} {at_site}', 's'],
    ['{noun} {at_site} à {town}', 's'],
  ],
}
export const INDEFINITE: Readonly<Record<Lang, readonly (readonly [string, string])[]>> = {
  en: [
    ['a {noun} in {town}', ''],
    ['a {noun} in {town} on {day}', 't'],
    ['a {noun} {at_site} in {town}', 's'],
  ],
  fr: [
    ['{noun} à {town}', ''],
    ['{noun} {day} à {town}', 't'],
    ['{noun} {at_site} à {town}', 's'],
  ],
}

/** Names the event by town, site or day. */
export function describe(
  event: PlannedEvent,
  forms: typeof REFERENCES,
  lang: Lang,
  random: Random,
  hide: { hideSite?: boolean; hideTime?: boolean },
): string {
  const allowed = forms[lang].filter(
    ([, gives]) => !(hide.hideTime && gives === 't') && !(hide.hideSite && gives === 's'),
  )
  const nouns = random.chance(0.75) ? event.kind.nouns[lang] : event.kind.askNouns[lang]
  const noun = random.pick(nouns)
  const [template] = random.pick(allowed)
  return expand(
    template,
    (name) => {
      if (name === 'noun') return lang === 'fr' && forms === REFERENCES ? definite(noun) : noun
      return name === 'date' ? dateWords(event.startAt, lang) : placeSlot(event, name, lang)
    },
    random,
    lang,
  )
}
