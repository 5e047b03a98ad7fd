import type { Phrases } from '../grammar.ts'
import type { Tone } from './event-kind.ts'

/** How people put things around a fact, whatever the event. */
export const ASKING: Phrases = {
  en: [
    "[anyone know|does anyone know|can someone tell me] what's [going on|happening] {place}?",
    'what [on earth |the hell |]is [going on|happening] {place}?',
    '[is everyone ok|anyone hurt] {place}?',
    'why are there so many [people|police|sirens] {place} [all of a sudden|right now]??',
  ],
  fr: [
    "[quelqu'un sait|vous savez] ce qui se passe {place} ?",
    'il se passe quoi {place} [là|en ce moment|] ?',
    'tout le monde va bien {place} ?',
    "pourquoi [autant de monde|tant de bruit] {place} [d'un coup|là maintenant] ??",
  ],
}

export const PREFIX: Phrases = {
  en: [
    '{town}:',
    '#{town}',
    'About the {noun} in {town}:',
    '{town} {noun}:',
    'Update on the {noun} {place}:',
    'Latest from {town}:',
    '[so|ok so] {town},',
    'The {noun} {place}:',
    '[UPDATE|update|NEW] {town} -',
  ],
  fr: [
    '{town} :',
    '#{town}',
    'À propos de {noun} à {town} :',
    '{noun} de {town} :',
    'Point sur {noun} {place} :',
    'Du nouveau à {town} :',
    '[bon|alors] {town},',
    '[MAJ|maj|INFO] {town} -',
  ],
}

export const SUFFIX: Phrases = {
  en: [
    'in {town}',
    '{place}',
    'after the {noun} in {town}',
    '({town})',
    '#{town}',
    ', {town}',
    '- {site}, {town}',
  ],
  fr: [
    'à {town}',
    '{place}',
    'après {noun} de {town}',
    '({town})',
    '#{town}',
    ', {town}',
    '- {site}, {town}',
  ],
}

/** Followed by a finite clause. */
export const REPORTED: Phrases = {
  en: [
    '[apparently|reportedly|seems like|looks like]',
    "[they're saying|they say|people say|i read that|i heard that]",
    'according to {official},',
    '[{official} say|{official} confirm] that',
    '[local radio|the radio|the paper] says',
    'my [sister|neighbour|colleague|uncle] [lives there and says|was there:|tells me]',
    'word is that',
    '[so it turns out|turns out]',
  ],
  fr: [
    '[apparemment|visiblement|il paraît que]',
    '[on dit que|on me dit que|j’ai lu que|j’ai entendu que]',
    '[selon|d’après] {official},',
    '[la radio dit que|le journal écrit que]',
    'ma [sœur|voisine|collègue] [habite là-bas :|y était :|me dit que]',
    '[donc en fait|en fait]',
  ],
}

export const SPOKEN: Phrases = {
  en: [
    '“{clause}”, [said|says] {spokesperson}, speaking for {official} {town_in}',
    '{spokesperson} ({official}, {town}): “{clause}”',
    '“{clause}” - {official}, {town}',
    '{official} spokesperson {spokesperson} [confirmed|said] {town_in}: {clause}',
  ],
  fr: [
    '« {clause} », [a déclaré|dit|explique] {spokesperson} au nom de {official} {town_in}',
    '{spokesperson} ({official}, {town}) : « {clause} »',
    '« {clause} » - {official}, {town}',
    '[point presse|communiqué] {town_in}, {spokesperson} pour {official} : {clause}',
  ],
}

export const OFFICIAL: Phrases = {
  en: [
    '[Statement|Update|Official update], {town}:',
    '{noun} {town_in}:',
    '[We can confirm:|Confirmed:] {town},',
    'Official figures, {town}:',
  ],
  fr: [
    '[Communiqué|Point de situation], {town} :',
    '{noun} {town_in} :',
    '[Nous confirmons :|Confirmé :] {town},',
    'Bilan officiel, {town} :',
  ],
}

/** `{x}` is the true value, `{old}` the one that was wrong. */
export const CORRECTION: Phrases = {
  en: [
    '[Correction|CORRECTION]{about}: {x}, not {old}',
    'It was {x}, not {old} as [first|earlier] reported{about}',
    'the earlier [figure|report] of {old} was [wrong|a mistake]{about}. {x} is [right|correct]',
    "stop sharing {old}{about}, it's {x}",
    '{official} [corrected|revised] it{about}: {x} instead of {old}',
  ],
  fr: [
    '[Rectificatif|Correction]{about} : {x}, et non {old}',
    "C'était {x}, pas {old} comme [annoncé|dit] [plus tôt|au début]{about}",
    "{old}, c'était [faux|une erreur]{about}. {x}, [c'est le bon|confirmé]",
    "arrêtez de partager {old}{about}, c'est {x}",
    '[rectifié|corrigé] par {official}{about} : {x} au lieu de {old}',
  ],
}

export const ABOUT: Phrases = {
  en: [' for {town}', ' on the {noun} in {town}', ' ({town})', ' {place}'],
  fr: [' pour {town}', ' pour {noun} de {town}', ' ({town})', ' {place}'],
}

/** Before a clause in a thread where the place is understood. */
export const REPLY_LEAD: Phrases = {
  en: [
    '',
    '',
    'now they say',
    'update:',
    'yes,',
    'yep,',
    'apparently',
    'no,',
    'what i heard:',
    'from what i know',
    'fyi',
  ],
  fr: [
    '',
    '',
    'maintenant on dit que',
    'maj :',
    'oui,',
    'ouais,',
    'apparemment',
    'non,',
    'ce que je sais :',
    "d'après ce que je sais",
    'pour info',
  ],
}

export const QUOTE_COMMENT: Phrases = {
  en: [
    'this.',
    'read this',
    'omg',
    'unreal',
    'important',
    "can't believe this",
    'so close to home',
    'following this closely',
    '👇',
    'hmm',
  ],
  fr: [
    'à lire',
    'voilà',
    'incroyable',
    'important',
    "j'y crois pas",
    'juste à côté de chez moi',
    'je suis ça de près',
    '👇',
    'hmm',
    'ah ouais',
  ],
}

export const UNKNOWN_CAUSE: Phrases = {
  en: [
    'the cause is [still unknown|not known yet|under investigation]',
    'nobody knows [why|the reason] yet',
    '{official} will not comment on the cause',
  ],
  fr: [
    "la cause [est encore inconnue|n'est pas connue|reste à déterminer]",
    'personne ne sait pourquoi pour le moment',
    "une enquête est ouverte, aucune explication pour l'instant",
  ],
}

export const LONE_CLAIM: Phrases = {
  en: [
    '[my cousin|a mate|some guy at the bar] [swears|told me|claims] that',
    "don't ask me how i know but",
    'psst,',
    'heard from someone who heard it:',
  ],
  fr: [
    "[mon cousin|un pote|un type au bar] [jure que|m'a dit que|prétend que]",
    'me demandez pas comment je sais, mais',
    'psst,',
    "entendu de quelqu'un qui l'a entendu :",
  ],
}

export const REACTION: Readonly<Record<Tone, Phrases>> = {
  bad: {
    en: [
      '[thinking of|my thoughts are with] everyone in {town}',
      '[so sad|awful|terrible news], {town} 💔',
      'stay safe {town} 🙏',
      'hope [everybody|everyone] [is ok|gets well soon] {place}',
      'what a [day|mess] for {town}',
      'hats off to [the crews|everyone helping] {town_in}',
      'every year the same thing in {town}, nobody learns',
    ],
    fr: [
      '[courage|pensées|une pensée] à tout le monde à {town}',
      '[quelle horreur|triste nouvelle|quelle tristesse], {town} 💔',
      'faites attention à vous {town} 🙏',
      "j'espère que tout le monde va bien {place}",
      'quelle [journée|galère] pour {town}',
      'bravo aux équipes {town_in}',
      "chaque année pareil à {town}, on n'apprend jamais",
    ],
  },
  good: {
    en: [
      '[so happy|so proud|great news] for {town}! 🎉',
      'well deserved, {town}',
      '{town} [wins the day|made my day]',
      'goosebumps {place}',
      'finally some good news [from|out of] {town}',
      'party {town_in} tonight',
    ],
    fr: [
      '[trop content|fier|quelle joie] pour {town} ! 🎉',
      'mérité, {town}',
      '{town} a fait ma journée',
      'des frissons {place}',
      'enfin une bonne nouvelle de {town}',
      'ce soir on fête ça {town_in}',
    ],
  },
  divided: {
    en: [
      'about time, {town}',
      'i really do not get what this changes {town_in}',
      'not everyone in {town} agrees, let me tell you',
      '[good|bad] day for {town}',
      'popcorn time {town_in}',
      'my whole feed is about {town} now',
    ],
    fr: [
      'il était temps, {town}',
      'franchement je vois pas ce que ça change {town_in}',
      "tout le monde n'est pas d'accord à {town}",
      '[belle|triste] journée pour {town}',
      'sortez le popcorn {town_in}',
      'mon fil ne parle plus que de {town}',
    ],
  },
}

export const WHERE_SAY: Phrases = {
  en: [
    'it [happened|was|is all] {at_site}',
    '[the place is|the exact spot is] {site}',
    "it's {site} [that is concerned|we are talking about]",
  ],
  fr: [
    "[ça se passe|ça s'est passé|c'était] {at_site}",
    "[le lieu exact, c'est|l'endroit, c'est] {site}",
    "c'est bien {site} qui est [concerné|touché] par tout ça",
  ],
}
export const WHERE_NOTE: Phrases = {
  en: ['location: {site}', '[scene|place]: {site}', '{site}'],
  fr: ['lieu : {site}', 'adresse : {site}', '{site}'],
}
export const WHEN_NOTE: Phrases = {
  en: ['[time|start]: {exact}', 'since {clock}', '{clock}, {day}'],
  fr: ['[heure|début] : {exact}', 'depuis {clock}', '{day}, {clock}'],
}
