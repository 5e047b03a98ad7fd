import type { Phrases } from './grammar.ts'
import type { SiteKind } from './sites.ts'

/** A false story: `claim` and `denial` are finite clauses, `questions` ask whether it is true. */
export type RumourKind = {
  readonly id: string
  readonly site: SiteKind
  readonly claim: Phrases
  readonly denial: Phrases
  /** What someone on the spot sees. */
  readonly witness: Phrases
  readonly questions: Phrases
  /** Words of its denials that also count as a right answer. */
  readonly denialKeys: readonly string[]
}

export const RUMOUR_KINDS: readonly RumourKind[] = [
  {
    id: 'closing',
    site: 'library',
    claim: {
      en: [
        '{site} in {town} is [closing for good|shutting down] next month',
        'they are [shutting|closing] {site} {town_in} for ever',
      ],
      fr: [
        '{site} à {town} [va fermer|ferme] définitivement le mois prochain',
        'on ferme pour toujours {site} {town_in}',
      ],
    },
    denial: {
      en: ['{site} {town_in} stays open', 'nobody is closing {site} {town_in}, only the roof gets repaired'],
      fr: ['{site} reste ouverte {town_in}', 'personne ne ferme {site} {town_in}, on répare juste le toit'],
    },
    witness: {
      en: ['{site} is open and the staff laughed when i asked ({town})'],
      fr: ['{site} est ouverte et le personnel a bien ri ({town})'],
    },
    questions: {
      en: ['Is {site} in {town} going to shut?', 'Is it true that {site} in {town} will be closed down?'],
      fr: [
        'Est-ce vrai que {site} de {town} va fermer ?',
        '{site} à {town} va-t-elle vraiment disparaître ?',
      ],
    },
    denialKeys: ['stays open', 'nobody is closing', 'reste ouverte', 'personne ne ferme'],
  },
  {
    id: 'water',
    site: 'district',
    claim: {
      en: [
        'the tap water {at_site} {town_in} is [poisoned|contaminated]',
        "don't drink the water {at_site}, {town}, it is toxic",
      ],
      fr: [
        "l'eau du robinet {at_site} à {town} est [empoisonnée|contaminée]",
        "ne buvez pas l'eau {at_site} à {town}, elle est toxique",
      ],
    },
    denial: {
      en: ['the tap water {town_in} is safe to drink', 'all samples {at_site} {town_in} were clean'],
      fr: ["l'eau du robinet est potable {town_in}", 'toutes les analyses {at_site} à {town} sont bonnes'],
    },
    witness: {
      en: ['been drinking tap water {at_site} all day, i am fine ({town})'],
      fr: ["je bois l'eau du robinet {at_site} depuis ce matin, tout va bien ({town})"],
    },
    questions: {
      en: ['Is the tap water in {town} contaminated?', 'Is it dangerous to drink the water in {town}?'],
      fr: [
        "L'eau du robinet est-elle contaminée à {town} ?",
        "Est-il vrai que l'eau de {town} est dangereuse ?",
      ],
    },
    denialKeys: ['safe to drink', 'samples', 'clean', 'potable', 'analyses', 'bonnes'],
  },
  {
    id: 'animal',
    site: 'park',
    claim: {
      en: [
        'a [wolf|bear|big cat] [escaped|is on the loose] {at_site} {town_in}',
        'there is an escaped [wolf|bear] {at_site}, {town}, stay inside',
      ],
      fr: [
        "un [loup|ours|fauve] s'est échappé {at_site} à {town}",
        'un [loup|ours] rôde {at_site} à {town}, restez chez vous',
      ],
    },
    denial: {
      en: ['no animal is missing {town_in}', 'the beast {at_site} {town_in} was a large dog'],
      fr: ['aucun animal ne manque {town_in}', 'la bête {at_site} à {town} était un gros chien'],
    },
    witness: {
      en: ['i walked through {site}, {town}, it was a shaggy dog with its owner'],
      fr: ["j'ai traversé {site} à {town}, c'était un gros chien et sa maîtresse"],
    },
    questions: {
      en: ['Is a wild animal on the loose in {town}?', 'Did a dangerous animal escape in {town}?'],
      fr: [
        'Un animal sauvage est-il en liberté à {town} ?',
        'Est-ce vrai qu’une bête dangereuse rôde à {town} ?',
      ],
    },
    denialKeys: ['no animal', 'dog', 'aucun animal', 'chien'],
  },
  {
    id: 'ban',
    site: 'park',
    claim: {
      en: ['dogs will be [banned|forbidden] from {site} {town_in}', '{town} is banning all dogs in {site}'],
      fr: ['les chiens seront interdits dans {site} à {town}', '{town} interdit tous les chiens dans {site}'],
    },
    denial: {
      en: ['dogs remain welcome {at_site} {town_in}', 'there is no ban on dogs planned {town_in}'],
      fr: [
        'les chiens restent les bienvenus {at_site} {town_in}',
        "aucune interdiction de chiens n'est prévue {town_in}",
      ],
    },
    witness: {
      en: ['the sign {at_site}, {town}, says keep dogs on a lead, nothing else'],
      fr: ['le panneau {at_site} à {town} dit juste de tenir les chiens en laisse'],
    },
    questions: {
      en: [
        'Are dogs going to be forbidden in {site} in {town}?',
        'Is {town} really banning dogs from {site}?',
      ],
      fr: [
        'Les chiens vont-ils être interdits dans {site} à {town} ?',
        '{town} interdit-elle vraiment les chiens dans {site} ?',
      ],
    },
    denialKeys: ['welcome', 'no ban', 'bienvenus', 'aucune interdiction'],
  },
  {
    id: 'bridge',
    site: 'bridge',
    claim: {
      en: [
        '{site} {town_in} is about to [collapse|fall down]',
        'huge cracks in {site}, {town}, it will collapse',
      ],
      fr: [
        "{site} à {town} [va s'effondrer|menace de s'effondrer]",
        "d'énormes fissures sur {site} à {town}, il va tomber",
      ],
    },
    denial: {
      en: [
        '{site} {town_in} was inspected and is sound',
        'engineers found nothing wrong with {site} {town_in}',
      ],
      fr: [
        '{site} à {town} a été inspecté et il est solide',
        "les ingénieurs n'ont rien trouvé sur {site} à {town}",
      ],
    },
    witness: {
      en: ['those "cracks" in {site}, {town}, are old paint'],
      fr: ['ces « fissures » sur {site} à {town}, de la vieille peinture'],
    },
    questions: {
      en: ['Is {site} in {town} in danger of collapsing?', 'Is it true that the {town} bridge may fall?'],
      fr: ["{site} à {town} risque-t-il de s'effondrer ?", 'Est-ce vrai que le pont de {town} va tomber ?'],
    },
    denialKeys: ['sound', 'nothing wrong', 'inspected', 'paint', 'solide', "n'ont rien trouvé", 'peinture'],
  },
  {
    id: 'free',
    site: 'station',
    claim: {
      en: [
        'all trams {town_in} will be free on Friday',
        'free tram rides for everyone from {site}, {town}, this Friday',
      ],
      fr: [
        'tous les trams de {town} seront gratuits vendredi',
        'tram gratuit pour tous depuis {site} à {town} vendredi',
      ],
    },
    denial: {
      en: ['tram tickets {town_in} cost what they always cost', 'no free rides are planned {town_in}'],
      fr: ['les billets de tram restent payants {town_in}', "aucune gratuité n'est prévue {town_in}"],
    },
    witness: {
      en: ['asked at the desk of {site}, {town}: you still need a ticket'],
      fr: ['demandé au guichet de {site} à {town} : il faut toujours un billet'],
    },
    questions: {
      en: [
        'Will the trams in {town} cost nothing on Friday?',
        'Are tram rides really free in {town} this Friday?',
      ],
      fr: [
        'Le tram sera-t-il gratuit vendredi à {town} ?',
        'Est-ce vrai que les trams de {town} ne coûtent rien vendredi ?',
      ],
    },
    denialKeys: [
      'no free',
      'still need a ticket',
      'cost what',
      'payants',
      'aucune gratuité',
      'toujours un billet',
    ],
  },
]
