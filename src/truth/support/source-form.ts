import { analyseText } from '../../domain/text/analyse-text.ts'
import { type TermForm, termForm } from '../../domain/text/stem.ts'

/** Enough to tell a language. */
const TOLD_BY_CHARACTERS = 2_000

/** How the words of a text are cut to stems: as its language asks, `declared` where the text does not tell. */
export function sourceForm(text: string, declared: string | null = null): TermForm {
  const { lang } = analyseText(text.slice(0, TOLD_BY_CHARACTERS), { lang: declared })
  return termForm(lang)
}
