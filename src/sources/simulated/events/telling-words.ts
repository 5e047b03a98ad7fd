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
    'What we know about {town}:',
    'In {town},',
    '{place},',
    'For those asking about {town}:',
    're {town}:',
    'Following the {noun} {place}:',
    '[My recap|Short version], {town}:',
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
    'Ce que l’on sait sur {town} :',
    'À {town},',
    'Pour ceux qui demandent, {town} :',
    'au sujet de {town} :',
    'Suite de {noun} {place} :',
    '[Mon résumé|En bref], {town} :',
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
    'over in {town}',
    'in the {town} {noun}',
    '(source: {official}, {town})',
    're: {town} {noun}',
    'in {town}',
    '{place}',
    'after the {noun} in {town}',
    '({town})',
    '#{town}',
    ', {town}',
    '- {site}, {town}',
  ],
  fr: [
    'du côté de {town}',
    'dans {noun} de {town}',
    '(source : {official}, {town})',
    'au sujet de {noun}, {town}',
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
    'i just spoke to someone on the ground,',
    'friend of mine in {town} says',
    'the {noun} update is that',
    'my dad heard on the bus that',
    'not 100% sure but',
    'ok confirmed:',
    'as of now',
    'the {town} page says',
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
    "je viens de parler à quelqu'un sur place,",
    'un ami de {town} dit que',
    'la dernière info, c’est que',
    'mon père a entendu dans le bus que',
    'pas sûr à 100 % mais',
    'ok confirmé :',
    'à cette heure,',
    'la page de {town} indique que',
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
      '[oh great|wonderful|lovely], another {noun}, exactly what {town} needed',
      'well done {town}, [really|truly] well done. slow clap',
      '{town}: where the only thing that works is the siren',
      'i leave {town} for ONE day...',
      '[thinking of|my thoughts are with] everyone in {town}',
      '[so sad|awful|terrible news], {town} 💔',
      'stay safe {town} 🙏',
      'hope [everybody|everyone] [is ok|gets well soon] {place}',
      'what a [day|mess] for {town}',
      'hats off to [the crews|everyone helping] {town_in}',
      'every year the same thing in {town}, nobody learns',
    ],
    fr: [
      '[super|génial|parfait], {un_noun} de plus, exactement ce qui manquait à {town}',
      'bravo {town}, [vraiment|franchement] bravo. on applaudit',
      '{town}, la ville où seules les sirènes marchent',
      'je quitte {town} UN jour...',
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
      'a million people {place}, i counted every one of them',
      '{town} will talk about this for the next two hundred years',
      'told you so. nobody listens to me in {town}',
      '[so happy|so proud|great news] for {town}! 🎉',
      'well deserved, {town}',
      '{town} [wins the day|made my day]',
      'goosebumps {place}',
      'finally some good news [from|out of] {town}',
      'party {town_in} tonight',
    ],
    fr: [
      'un million de personnes {place}, je les ai comptées une par une',
      'on en parlera encore dans deux cents ans à {town}',
      "je l'avais dit. personne ne m'écoute à {town}",
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
      'sure, because that always works so well in {town}',
      'a thousand opinions {town_in} and not one sandwich',
      'yes yes, {town}, the centre of the universe',
      'about time, {town}',
      'i really do not get what this changes {town_in}',
      'not everyone in {town} agrees, let me tell you',
      '[good|bad] day for {town}',
      'popcorn time {town_in}',
      'my whole feed is about {town} now',
    ],
    fr: [
      'mais oui, ça marche toujours si bien à {town}',
      'mille avis {town_in} et pas un sandwich',
      'oui oui, {town}, le centre du monde',
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

/** Before an exact count that is final, and before one that may still grow. */
export const IN_ALL: Phrases = {
  en: ['a total of', 'exactly', 'no fewer than', 'in all'],
  fr: ['au total', 'exactement', 'pas moins de', 'en tout'],
}
export const AT_LEAST: Phrases = { en: ['at least', 'over', 'already'], fr: ['au moins', 'déjà', 'plus de'] }

/** Someone asks for one fact; `{unit}` is what is counted. */
export const ASK_COUNT: Phrases = {
  en: [
    'how many {unit} {place}?',
    '[anyone|does anyone] have the number of {unit} {place}??',
    '{unit} {place}, how many is it now?',
  ],
  fr: [
    'combien de {unit} {place} ?',
    "[quelqu'un a|vous avez] le nombre de {unit} {place} ??",
    '{unit} {place}, on en est à combien ?',
  ],
}
export const ASK_CAUSE: Phrases = {
  en: [
    '[do we know|anyone know] what caused it {place}?',
    'but why?? {place}',
    'what was the reason {place}, i missed it',
  ],
  fr: [
    "[on sait|quelqu'un sait] à cause de quoi {place} ?",
    'mais pourquoi ?? {place}',
    "c'était quoi la raison {place}, j'ai raté l'info",
  ],
}
/** The answer in the thread: `{x}` alone must do. */
export const SHORT_ANSWER: Phrases = {
  en: [
    '{x}',
    '{x}, [from what i heard|they just said it|according to {official}|i think]',
    '[it says|i read] {x}',
    '{x}. source: {official}',
    'last i saw: {x}',
  ],
  fr: [
    '{x}',
    "{x}, [d'après ce que j'ai entendu|ils viennent de le dire|selon {official}|je crois]",
    "[c'est écrit|j'ai lu] {x}",
    '{x}. source : {official}',
    'aux dernières nouvelles : {x}',
  ],
}
/** Someone on the spot does not believe a figure; `{x}` is one that was current earlier on. */
export const DOUBT: Phrases = {
  en: [
    'only {x}? [no way|i was there, it looked like more], {place}',
    'they [say|said] {x} {place}, i do not buy it',
    '{x} {place}? who counted that?',
  ],
  fr: [
    "seulement {x} ? [impossible|j'y étais, ça semblait plus], {place}",
    "on nous dit {x} {place}, j'y crois pas",
    '{x} {place} ? qui a compté ?',
  ],
}
/** Ends of the first and the second half of a story told in two posts. */
export const FIRST_PART: Phrases = {
  en: ['1/2', '(1/2)', '[more below|thread] 👇', 'cont.'],
  fr: ['1/2', '(1/2)', 'la suite 👇', 'suite ci-dessous'],
}
export const SECOND_PART: Phrases = { en: ['2/2', '(2/2)', '', ''], fr: ['2/2', '(2/2)', '', ''] }
