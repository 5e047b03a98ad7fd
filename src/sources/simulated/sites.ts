import type { Lang } from './grammar.ts'

/** How a kind of place is called and how one says "at" it; `X` stands for its proper name. */
const SITES = {
  warehouse: {
    en: 'the X warehouse',
    atEn: 'at the X warehouse',
    fr: "l'entrepôt X",
    atFr: "à l'entrepôt X",
  },
  factory: { en: 'the X factory', atEn: 'at the X factory', fr: "l'usine X", atFr: "à l'usine X" },
  market: { en: 'X market hall', atEn: 'at X market hall', fr: 'la halle X', atFr: 'à la halle X' },
  street: { en: 'X Street', atEn: 'on X Street', fr: 'la rue X', atFr: 'rue X' },
  quay: { en: 'X Quay', atEn: 'on X Quay', fr: 'le quai X', atFr: 'quai X' },
  bridge: { en: 'the X bridge', atEn: 'on the X bridge', fr: 'le pont X', atFr: 'sur le pont X' },
  station: { en: 'X station', atEn: 'at X station', fr: 'la gare X', atFr: 'à la gare X' },
  school: { en: 'X school', atEn: 'at X school', fr: "l'école X", atFr: "à l'école X" },
  museum: { en: 'the X museum', atEn: 'at the X museum', fr: 'le musée X', atFr: 'au musée X' },
  stadium: { en: 'X stadium', atEn: 'at X stadium', fr: 'le stade X', atFr: 'au stade X' },
  depot: { en: 'the X depot', atEn: 'at the X depot', fr: 'le dépôt X', atFr: 'au dépôt X' },
  park: { en: 'X Park', atEn: 'in X Park', fr: 'le parc X', atFr: 'dans le parc X' },
  canteen: { en: 'the X canteen', atEn: 'at the X canteen', fr: 'la cantine X', atFr: 'à la cantine X' },
  square: { en: 'X Square', atEn: 'on X Square', fr: 'la place X', atFr: 'place X' },
  woods: { en: 'X Woods', atEn: 'in X Woods', fr: 'le bois X', atFr: 'dans le bois X' },
  quarry: { en: 'the X quarry', atEn: 'in the X quarry', fr: 'la carrière X', atFr: 'dans la carrière X' },
  theatre: { en: 'the X theatre', atEn: 'at the X theatre', fr: 'le théâtre X', atFr: 'au théâtre X' },
  district: {
    en: 'the X district',
    atEn: 'in the X district',
    fr: 'le quartier X',
    atFr: 'dans le quartier X',
  },
  library: { en: 'X library', atEn: 'at X library', fr: 'la bibliothèque X', atFr: 'à la bibliothèque X' },
  pool: { en: 'the X baths', atEn: 'at the X baths', fr: 'la piscine X', atFr: 'à la piscine X' },
} as const

export type SiteKind = keyof typeof SITES
export type Site = { readonly kind: SiteKind; readonly name: string }

/** "the Tasselane warehouse", "l'entrepôt Tasselane". */
export function siteName(site: Site, lang: Lang): string {
  return SITES[site.kind][lang].replace('X', site.name)
}

/** "at the Tasselane warehouse", "sur le pont Tasselane". */
export function atSite(site: Site, lang: Lang): string {
  return SITES[site.kind][lang === 'en' ? 'atEn' : 'atFr'].replace('X', site.name)
}
