import type { ModelPrice } from './language-model.ts'

/**
 * List prices in US dollars for a million tokens, for the makers' own servers only: the same model costs something
 * else elsewhere. Long prompts, caches and discounts are not counted, so a bill may differ. Taken down on 2026-11-22
 * from docs.x.ai (pricing), github.com/github/docs (models and pricing) and platform.claude.com (models).
 */
const PRICES: Readonly<Record<string, Readonly<Record<string, readonly [input: number, output: number]>>>> = {
  'api.x.ai': {
    'grok-4.3': [1.25, 2.5],
    'grok-4.20-0309-reasoning': [1.25, 2.5],
    'grok-4.20-0309-non-reasoning': [1.25, 2.5],
    'grok-4-1-fast-reasoning': [0.2, 0.5],
    'grok-4-1-fast-non-reasoning': [0.2, 0.5],
  },
  'api.openai.com': {
    'gpt-4.1': [2, 8],
    'gpt-5-mini': [0.25, 2],
    'gpt-5.2': [1.75, 14],
  },
  'api.anthropic.com': {
    'claude-opus-5': [5, 25],
    'claude-sonnet-5': [2, 10],
    'claude-haiku-4-5': [1, 5],
  },
}

/**
 * What a model costs at a server, or null where nobody knows. Names match exactly: a name that only begins like a known
 * one may be another model.
 */
export function listPrice(host: string, model: string): ModelPrice | null {
  const known = Object.hasOwn(PRICES, host) ? PRICES[host] : undefined
  const price = known !== undefined && Object.hasOwn(known, model) ? known[model] : undefined
  return price === undefined ? null : { inputUsd: price[0], outputUsd: price[1] }
}

/** US dollars of one call; null where the price or a count is unknown. */
export function costUsd(
  price: ModelPrice | null,
  tokens: { readonly input: number | null; readonly output: number | null },
): number | null {
  if (price === null || tokens.input === null || tokens.output === null) return null
  return (tokens.input * price.inputUsd + tokens.output * price.outputUsd) / 1_000_000
}
