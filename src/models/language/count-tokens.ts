import type { CallReport } from './language-model.ts'

/** What a call used, and whether that is our estimate. */
export type TokenCount = { readonly input: number; readonly output: number; readonly isEstimated: boolean }

/** English and French run at about four characters a token in the tokenisers in use; only an order of size is meant. */
const CHARACTERS_PER_TOKEN = 4
/** No tokeniser in use makes more than two tokens of a character, or fewer than one of 24. Chat templates add some. */
const TOKENS_PER_CHARACTER_MAX = 2
const CHARACTERS_PER_TOKEN_MAX = 24
const TEMPLATE_TOKENS_MAX = 2_000
/** A model may think for many tokens that nobody sees. */
const HIDDEN_OUTPUT_TOKENS_MAX = 200_000

/**
 * The tokens of a call: the server's own count where it can be true, else an estimate from characters. A server may
 * leave its count out or get it wrong, and a budget must not rest on that.
 */
export function countTokens(
  report: Pick<CallReport, 'inputTokens' | 'outputTokens'> | null,
  characters: { readonly input: number; readonly output: number },
): TokenCount {
  const input = report?.inputTokens ?? null
  const output = report?.outputTokens ?? null
  const isBelievable =
    isBetween(input, characters.input / CHARACTERS_PER_TOKEN_MAX, mostTokens(characters.input)) &&
    isBetween(
      output,
      characters.output / CHARACTERS_PER_TOKEN_MAX,
      mostTokens(characters.output) + HIDDEN_OUTPUT_TOKENS_MAX,
    )
  if (isBelievable && input !== null && output !== null) return { input, output, isEstimated: false }
  return {
    input: estimateTokens(characters.input),
    output: estimateTokens(characters.output),
    isEstimated: true,
  }
}

/** @param characters UTF-16 code units */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN)
}

function mostTokens(characters: number): number {
  return characters * TOKENS_PER_CHARACTER_MAX + TEMPLATE_TOKENS_MAX
}

function isBetween(value: number | null, low: number, high: number): boolean {
  return value !== null && Number.isSafeInteger(value) && value >= Math.floor(low) && value <= high
}
