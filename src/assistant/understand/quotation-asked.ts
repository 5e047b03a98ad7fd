import { plainWords } from '../words/cues.ts'

/** What stands in quotation marks of either language, at least a few words. */
const QUOTATION = /["“„«]\s*([^"“”„«»]{8,2000}?)\s*["”“»]/u
/** What is asked about it, in the words around it. */
const ASKS_SOURCE =
  / (?:who (?:said|says|wrote|posted|tweeted|claimed|is the author)|whose (?:words|quote)|where (?:does|did|do|is|was|are) (?:\w+ ){0,5}(?:come|from|said|posted|written|quote|quotation|sentence|words)|(?:source|origin|author) of|qui (?:a|ont) (?:dit|ecrit|poste|publie|tweete|declare|affirme)|qui (?:dit|ecrit)|d ou (?:vient|viennent|provient|sort|tire)|de qui (?:est|sont|vient)|quelle est (?:la source|l origine)|source de|auteur de) /

/** The quotation whose source is asked for, or null: "Who said “…”?", "D'où vient la phrase « … » ?". */
export function quotationAsked(question: string): string | null {
  const match = QUOTATION.exec(question)
  const quotation = match?.[1]?.trim()
  if (match === null || quotation === undefined || quotation.split(/\s+/).length < 3) return null
  const around = `${question.slice(0, match.index)} ${question.slice(match.index + match[0].length)}`
  return ASKS_SOURCE.test(plainWords(around)) ? quotation : null
}
