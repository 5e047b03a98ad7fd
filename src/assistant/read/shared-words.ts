import { STOP_WORDS } from '../words/stop-words.ts'
import { tokenForms, tokenise } from '../words/tokens.ts'

/** Fewer words in common are chance. */
const SHARED_MIN = 3
const READ_CHARACTERS_MAX = 1_000

/** Stems of a text's telling words and numbers; links, mentions and function words tell nothing. */
export function tellingStems(text: string): ReadonlySet<string> {
  return new Set(
    tokenise(text.slice(0, READ_CHARACTERS_MAX))
      .filter((token) => token.kind !== 'mark' && token.kind !== 'url' && token.kind !== 'mention')
      .filter((token) => token.norm.length > 1 && !STOP_WORDS.has(token.norm))
      .map((token) => tokenForms(token)[1] ?? token.norm),
  )
}

/** Share of the smaller set that both have, 0 to 1; 0 where they share too few to tell. */
export function sharedShare01(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((stem) => other.has(stem)).length
  return shared < SHARED_MIN ? 0 : shared / Math.min(one.size, other.size)
}
