import type { Statement } from '../read/statement.ts'
import type { Question } from '../understand/question.ts'
import { findConcepts } from '../words/concepts.ts'
import { STOP_WORDS } from '../words/stop-words.ts'
import { fold, tokenForms, tokenise } from '../words/tokens.ts'
import type { Candidate } from './candidate.ts'

/** What follows these is a cause. Matched on folded text. */
const BEFORE_CAUSE =
  /(?:(?:interrupted|stopped|halted|trapped|delayed|caused|triggered|sparked|started|set off|provoked|prompted|explained) by|due to|because of|because|owing to|thanks to|as a result of|result of|blames?d?(?: it)? on|blames?d?|blaming|points? to|pointing to|traced to|put down to|(?:the )?(?:cause|origin|reason|culprit)(?: (?:is|was|of it|seems to be|being))? ?[:=]?|(?:cause|provoque|declenche|explique|interrompu|arrete|stoppe|bloque|piege|retarde)e?s? par|due?s? (?:a|au|aux)|a cause d[eu']|en raison d[eu']|a la suite d[eu']|suite (?:a|au|aux)|parce qu[e']|la faute (?:a|au|aux)|(?:tout |ca |cela )?(?:vient|viendrait|provient) d[eu']|met(?:tent)? en cause|mise? en cause|(?:la )?(?:cause|raison|origine|l'origine)(?: (?:est|serait|etait|en est))? ?[:=]?|against|angry (?:about|at|over)|anger (?:about|at|over)|upset (?:about|at|over)|(?:protest\w*|march\w*|anger|strike|resign\w*|row|dispute|quits?) over|to demand|demanding|calling for|no to|non (?:a|au|aux)|contre|pour reclamer|reclam\w+|exig\w+|accusent?|pointent?|imput\w+ (?:a|au|aux))\s+/g
/** What stands before these is a cause. */
const AFTER_CAUSE =
  /\s+(?:(?:is|are|was|were|being) (?:to blame|the cause|the culprit|blamed|the reason|the origin|behind)|(?<!(?:got|was|were|been|is|are|be|being|had|get) )(?:has |have )?(?:interrupted|stopped|halted|trapped|delayed|held up|caused|started|sparked|triggered|set off|ignited|provoked|led to)(?=\s+(?:the|a|an|this|that|them|it|him|her|people|hikers|play|two|\d))|(?:est|sont|serait|seraient|etait)(?: bien)? (?:a l'origine|en cause|la cause|responsables?)|(?:a|ont|aurait|auraient) (?:interrompu|arrete|stoppe|bloque|piege|retarde|cause|provoque|declenche|entraine)\b|expliqu\w+|a l'origine\b)/g
const CLAUSE_END =
  /[.!?;()\n|]|\s[-–—/]\s|,\s|\s(?:after|apres|in|a|au|lors|during|when|quand|which|who|qui|according|selon|says?|dit|following)\s/
const CAUSE_WORDS_MAX = 12

/** Causes a sentence gives, as the words of the cause itself: what is compared across posts. */
export function causeCandidates(question: Question, statement: Statement): Candidate[] {
  if (statement.cues.unknown) return []
  const text = statement.reading.post.text.slice(statement.start, statement.end)
  const folded = fold(text)
  const plain = folded.length === text.length ? folded : text.toLowerCase()
  const spans = [...afterMarkers(plain), ...beforeMarkers(plain)]
  return spans.slice(0, 1).flatMap(({ start, end }) => {
    const words = causeWords(text.slice(start, end), question)
    if (isOnlyName(statement, statement.start + start, statement.start + end)) return []
    if (words.length === 0) return []
    return [
      {
        value: { kind: 'cause' as const, words, text: text.slice(start, end).trim() },
        statement,
        start: statement.start + start,
        end: statement.start + end,
        relation01: 0.9,
      },
    ]
  })
}

/** "The call came from Ann Roe" names who, not why. */
function isOnlyName(statement: Statement, start: number, end: number): boolean {
  return statement.names.some((name) => name.start <= start + 4 && name.end >= end - 3 && name.end <= end + 1)
}

function afterMarkers(plain: string): { start: number; end: number }[] {
  return [...plain.matchAll(BEFORE_CAUSE)].flatMap((match) => {
    const start = match.index + match[0].length
    const rest = plain.slice(start)
    const stop = CLAUSE_END.exec(rest)
    const end = start + (stop === null ? rest.length : stop.index)
    return end > start ? [{ start, end }] : []
  })
}

function beforeMarkers(plain: string): { start: number; end: number }[] {
  return [...plain.matchAll(AFTER_CAUSE)].flatMap((match) => {
    const before = plain.slice(0, match.index)
    const start = Math.max(
      ...[...before.matchAll(/[.!?;:()\n|,«"]|\s[-–—/]\s|^/g)].map((mark) => mark.index + mark[0].length),
    )
    return match.index > start ? [{ start, end: match.index }] : []
  })
}

/** Stems of the telling words of a cause; what the question already says, and names it gives, tell nothing. */
function causeWords(text: string, question: Question): string[] {
  const tokens = tokenise(text)
    .filter(
      (token) =>
        (token.kind === 'word' || token.kind === 'hashtag') &&
        !STOP_WORDS.has(token.norm) &&
        token.norm.length > 2,
    )
    .slice(0, CAUSE_WORDS_MAX)
  return tokens
    .filter((token) => {
      const forms = tokenForms(token)
      if (
        question.facets.some((facet) =>
          facet.words.some((word) => forms.some((form) => word.forms.has(form))),
        )
      )
        return false
      return !findConcepts([token]).some(
        ({ concept }) =>
          concept.id === 'cause' ||
          question.facets.some((facet) => facet.role === 'event' && facet.concepts.has(concept.id)),
      )
    })
    .map((token) => tokenForms(token)[1] ?? token.norm)
}
