import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fillPrompt, loadPrompt, PROMPT_NAMES } from './prompts.ts'

const RECORDED = JSON.parse(
  readFileSync(new URL('../../../evals/results/prompts.json', import.meta.url), 'utf8'),
) as {
  readonly results: {
    readonly prompts: Record<string, { readonly version: number; readonly sha256: string }>
  }
  readonly bars: readonly { readonly value: number; readonly atLeast?: number; readonly atMost?: number }[]
}

describe('a prompt', () => {
  it.each(PROMPT_NAMES)('was evaluated as it stands: %s (if not: npm run eval -- prompts)', (name) => {
    const { sha256, version } = loadPrompt(name)
    expect(RECORDED.results.prompts[name]).toEqual({ version, sha256 })
  })

  it('met every bar when it was evaluated', () => {
    for (const { value, atLeast = -Infinity, atMost = Infinity } of RECORDED.bars) {
      expect(value).toBeGreaterThanOrEqual(atLeast)
      expect(value).toBeLessThanOrEqual(atMost)
    }
  })

  it('is not filled when a value is missing or has no place', () => {
    const prompt = { ...loadPrompt('write'), text: 'Write in {{language}}.' }
    expect(fillPrompt(prompt, { language: 'French' })).toBe('Write in French.')
    expect(() => fillPrompt(prompt, {})).toThrow('language')
    expect(() => fillPrompt(prompt, { language: 'French', tone: 'dry' })).toThrow('tone')
  })

  it('is filled once: a value that looks like a placeholder stays as it is', () => {
    const prompt = { ...loadPrompt('write'), text: '{{a}} {{b}}' }
    expect(fillPrompt(prompt, { a: '{{b}}', b: '$1' })).toBe('{{b}} $1')
  })
})
