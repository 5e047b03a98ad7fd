import type { NameSpan } from '../read/names.ts'
import { findPlaces, isPlaceNoun } from '../read/places.ts'
import type { Statement } from '../read/statement.ts'
import type { Facet, Question } from '../understand/question.ts'
import { findConcepts } from '../words/concepts.ts'
import { plainWords } from '../words/cues.ts'
import { LABEL_WORDS, STOP_WORDS } from '../words/stop-words.ts'
import type { Candidate } from './candidate.ts'
import {
  anchorPositions,
  askedPositions,
  askedShare01,
  coreFor,
  nearAnchor01,
  saysAsked,
} from './relation.ts'

const TITLE_BEFORE =
  / (?:mr|mrs|ms|dr|sir|dame|prof|professor|mayor|minister|president|director|coach|captain|chief|chef|spokes\w+|actor|actress|singer|author|candidate|striker|driver|judge|deputy|senator|monsieur|madame|mme|mlle|maire|ministre|presidente?|directeur|directrice|entraineur|entraineuse|capitaine|chanteur|chanteuse|acteur|actrice|candidate?|attaquante?|pilote|juge|depute|deputee|senateur|senatrice|prefete?|procureure?|docteur|professeure?|by|par) $/
const SPEECH_BEFORE =
  / (?:according to|says|said|told|selon|d apres|dixit|dit|declare|explique|confie|via|source|photo|video|thanks|merci|from) (?:(?:the|la|le|l|mayor|minister|chief|maire|ministre|prefete?|spokes\w+|porte parole) ){0,2}$/
const SPEECH_AFTER =
  /^ (?:speaking for|on behalf of|au nom d|pour le syndicat|pour la|pour les|pr le syndicat|says|said|told|tells|confirms|confirmed|announced|announces|reports|reported|dit|a dit|declare|a declare|confirme|a confirme|annonce|a annonce|explique|a explique|precise|affirme) /
/** "Ann Roe (the jury): “…”" */
const QUOTE_AFTER = /^\s*(?:\([^)]{1,60}\)\s*)?:\s*["“«]/u
const QUOTE_REACH = 70
const NEW_BEFORE =
  / (?:new \w+|named|appointed|picked|chosen|elected|hired|nomme|nommee|nouveau \w+|nouvelle \w+|elue?|designee?|choisie?|succede par|remplacee? par|replaced by|succeeded by|won by|remporte par|gagne par|victory for|victoire (?:de|d|pour)|win for|goes to|revient a|attribuee? a) $/

/** Names in a sentence that may answer "who": not those the question already gives, not places, not whoever is just quoted. */
export function nameCandidates(question: Question, statement: Statement): Candidate[] {
  const text = statement.reading.post.text
  const asked = askedPositions(question, statement)
  // A name in a post that never speaks of what is asked is somebody else.
  if (asked.length === 0 && coreFor(question, statement).length > 0 && !elsewhereInPost(question, statement))
    return []
  if (saysOpposite(question, statement)) return []
  const anchors = asked.length > 0 ? asked : anchorPositions(question, statement)
  const outright = asked.length > 0 || coreFor(question, statement).length === 0 ? 1 : ELSEWHERE
  const places = findPlaces(statement.tokens, statement.names)
  const asksSpeaker = question.facets.some((facet) => facet.concepts.has('say'))
  return withHandles(question, statement).flatMap((name) => {
    if (inQuestion(question, name) || name.words.length === 0 || isDemonym(statement, name)) return []
    const before = plainWords(text.slice(Math.max(statement.start, name.start - 50), name.start))
    const after = plainWords(text.slice(name.end, Math.min(statement.end, name.end + 40)))
    if (isOtherSide(question, before, after)) return []
    const titled = TITLE_BEFORE.test(before)
    const place =
      !titled &&
      (places.some((span) => name.first >= span.first && name.last <= span.last) ||
        name.words.some((word) =>
          isPlaceNoun({ kind: 'word', text: word, norm: word, start: 0, end: 0, capital: false }),
        ))
    if (place && (question.detail !== 'organisation' || isSite(name))) return []
    const spoken =
      !asksSpeaker &&
      (SPEECH_BEFORE.test(before) ||
        SPEECH_AFTER.test(after) ||
        QUOTE_AFTER.test(text.slice(name.end, name.end + QUOTE_REACH)))
    const person = titled || name.words.length >= 2
    const relation01 =
      nearAnchor01(statement, anchors, name.first, name.last) *
      outright *
      (spoken ? SPOKEN : 1) *
      (person || question.detail === 'organisation' ? 1 : 0.75) *
      (NEW_BEFORE.test(before) ? 1.25 : 1) *
      (0.4 + 0.6 * askedShare01(question, statement))
    return [
      {
        value: { kind: 'name' as const, words: name.words, text: text.slice(name.start, name.end) },
        statement,
        start: name.start,
        end: name.end,
        relation01: Math.min(1, relation01),
      },
    ]
  })
}

/** Who tells it is seldom who did it. */
const SPOKEN = 0.2
/** A name in another sentence than the one that speaks of what is asked. */
const ELSEWHERE = 0.6
/** Who comes and who goes are told in one breath, and are two people. */
const OPPOSITES: readonly (readonly [ReadonlySet<string>, ReadonlySet<string>])[] = [
  [new Set(['depart', 'resign']), new Set(['succeed', 'appoint'])],
  [new Set(['win']), new Set(['concede'])],
]

function saysOpposite(question: Question, statement: Statement): boolean {
  const asked = (ids: ReadonlySet<string>) =>
    question.facets.some((facet) => facet.asked && [...facet.concepts].some((id) => ids.has(id)))
  const said = (ids: ReadonlySet<string>) => statement.concepts.some(({ concept }) => ids.has(concept.id))
  return OPPOSITES.some(
    ([one, other]) =>
      (asked(one) && !asked(other) && said(other) && !said(one)) ||
      (asked(other) && !asked(one) && said(one) && !said(other)),
  )
}

const LOSER_BEFORE =
  / (?:defeat of|defeat for|defaite de|defaite d|defeated|losing|beaten|outgoing|unsuccessful|battue?|perdante?|sortante?|malheureux|malheureuse)(?: \w+){0,2} $/
const NAMED_BEFORE =
  / (?:named|appointed|picked|chosen|hired|nomme|nommee|designee?|choisie?|succede par|remplacee? par|replaced by|succeeded by|successor|successeur|releve) $/

const SUCCEEDS_AFTER =
  /^ (?:succeeds|succeeded|succede|takes over|took over|will take over|prend la|prendra la|reprend|reprendra|assure la|assurera la) /

/** Who is named to the post did not leave it, and who was beaten did not win. */
function isOtherSide(question: Question, before: string, after: string): boolean {
  const asks = (id: string) => question.facets.some((facet) => facet.asked && facet.concepts.has(id))
  if (asks('depart') || asks('resign'))
    return !asks('succeed') && (NAMED_BEFORE.test(before) || SUCCEEDS_AFTER.test(after))
  return (asks('win') || asks('election')) && !asks('concede') && LOSER_BEFORE.test(before)
}

/** Streets and squares employ nobody. */
function isSite(name: NameSpan): boolean {
  return name.words.some((word) =>
    /^(?:street|square|bridge|road|avenue|rue|place|pont|quai|quay)$/.test(word),
  )
}

/** "Canadian soldier": an adjective made from a place, before a common noun. */
function isDemonym(statement: Statement, name: NameSpan): boolean {
  const next = statement.tokens[name.last + 1]
  const word = name.words[0] ?? ''
  return (
    name.words.length === 1 &&
    /(?:ian|ean|ese|ish|can|ien|ienne|ais|aise|ois|oise)$/.test(word) &&
    next?.kind === 'word' &&
    !next.capital
  )
}

/** "Who raised the alarm? It was Ann Roe.": the asked word may stand in the sentence before. */
function elsewhereInPost(question: Question, statement: Statement): boolean {
  return statement.reading.statements.some((other) => other !== statement && saysAsked(question, other))
}

/** Tags written as a name (`#MiraValdez`) count as names too. */
function withHandles(question: Question, statement: Statement): NameSpan[] {
  const tags = statement.tokens.flatMap((token, at) => {
    if (token.kind !== 'hashtag' || !/^#\p{Lu}\p{Ll}+\p{Lu}\p{Ll}+$/u.test(token.text)) return []
    const words = token.text
      .slice(1)
      .split(/(?<=\p{Ll})(?=\p{Lu})/u)
      .map((word) => word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''))
    return findConcepts([token]).length > 0 || words.some((word) => givenWord(question, word))
      ? []
      : [{ first: at, last: at, start: token.start + 1, end: token.end, words }]
  })
  return [...statement.names, ...tags]
}

/** Places in a sentence that may answer "where": not those the question already gives. */
export function placeCandidates(question: Question, statement: Statement): Candidate[] {
  const text = statement.reading.post.text
  const anchors = anchorPositions(question, statement)
  return findPlaces(statement.tokens, statement.names).flatMap((place) => {
    const words = place.words.filter((word) => !givenWord(question, word))
    if (words.length === 0 || words.every((word) => STOP_WORDS.has(word) || LABEL_WORDS.has(word))) return []
    const onlyGeneric = !place.named && words.length === 1
    const relation01 =
      nearAnchor01(statement, anchors, place.first, place.last) *
      (place.named ? 1 : 0.8) *
      (onlyGeneric ? 0.7 : 1)
    return [
      {
        value: { kind: 'place' as const, words, text: text.slice(place.start, place.end) },
        statement,
        start: place.start,
        end: place.end,
        relation01,
      },
    ]
  })
}

function inQuestion(question: Question, name: NameSpan): boolean {
  return name.words.every((word) => givenWord(question, word))
}

function givenWord(question: Question, word: string): boolean {
  return question.facets.some((facet: Facet) =>
    facet.words.some((given) => given.norm === word || given.forms.has(word)),
  )
}
