import { Random } from '../src/lib/random.ts'
import { NUMBER_TEMPLATES } from './number-templates.ts'
import type { NumberClaim } from './number-wording.ts'

const SEED = 'number-claims-2026-11-22'
const CLAIMS = 500
/** Around half of the claims: as people pass such things on. */
const FRAMED_SHARE = 0.45
const FRAMES = {
  en: [
    (claim: string) => `Fact: ${claim}.`,
    (claim: string) => `Did you know that ${claim}?`,
    (claim: string) => `I read that ${claim}.`,
    (claim: string) => `My teacher says ${claim}!`,
    (claim: string) => `It is simply wrong to deny it: ${claim}.`,
    (claim: string) => `@someone ${claim} #maths`,
    (claim: string) => `According to the report, ${claim}.`,
  ],
  fr: [
    (claim: string) => `Saviez-vous que ${claim} ?`,
    (claim: string) => `Il paraît que ${claim}.`,
    (claim: string) => `Pour info : ${claim}.`,
    (claim: string) => `D’après le rapport, ${claim}.`,
    (claim: string) => `@quelquun ${claim} #calcul`,
    (claim: string) => `On me dit que ${claim} !`,
  ],
}

/**
 * 500 claims about numbers, dates and units whose truth is known by construction, half of them false, half of them French.
 * Frozen on 2026-11-22, before the checker was written: even places are for building, odd places are scored once. Another seed
 * gives other claims of the same kinds.
 */
export function numberClaims(seed = SEED, count = CLAIMS): NumberClaim[] {
  const random = new Random(seed)
  return Array.from({ length: count }, (_, index): NumberClaim => {
    const own = random.fork(String(index))
    const template = own.pick(NUMBER_TEMPLATES)
    const lang = own.chance(0.5) ? 'en' : 'fr'
    const isTrue = own.chance(0.5)
    const bare = template.say({ random: own, lang, isTrue })
    const text = own.chance(FRAMED_SHARE) ? own.pick(FRAMES[lang])(bare) : `${capital(bare)}.`
    return { id: `number-${index}`, text, lang, kind: template.kind, isTrue }
  })
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
