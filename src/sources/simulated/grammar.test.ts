import { describe, expect, it } from 'vitest'
import { Random } from '../../lib/random.ts'
import { expand, tidy } from './grammar.ts'

const forms = (template: string, slots: Record<string, string> = {}, lang: 'en' | 'fr' = 'en') => {
  const random = new Random(template)
  return new Set(
    Array.from({ length: 60 }, () => expand(template, (name) => slots[name] ?? null, random, lang)),
  )
}

describe('expand', () => {
  it('offers every option, nested and empty ones too', () => {
    expect(forms('a [big|[very |]small|] fire')).toEqual(
      new Set(['a big fire', 'a very small fire', 'a small fire', 'a fire']),
    )
  })

  it('fills slots and does not read their text as a template', () => {
    expect(forms('in {town}', { town: '[a|b]' })).toEqual(new Set(['in [a|b]']))
  })

  it('offers what is going on only while it is', () => {
    expect(forms('it [~burns|burned]')).toEqual(new Set(['it burned']))
    expect(forms('it [~burns|burned]', { ongoing: '' })).toEqual(new Set(['it burns', 'it burned']))
  })

  it('makes the contractions of each language', () => {
    expect(tidy('près de le port, à les halles, à cause de des travaux, de Ostrevaux , que il', 'fr')).toBe(
      "près du port, aux halles, à cause de travaux, d'Ostrevaux, qu'il",
    )
    expect(tidy('là le remède à Estrovar', 'fr')).toBe('là le remède à Estrovar')
    expect(tidy('a accident and a one-off', 'en')).toBe('an accident and a one-off')
  })

  it('refuses malformed templates and unknown slots', () => {
    for (const template of ['[a|b', 'a]', '{town', '{nobody}', '[~only]'])
      expect(() => forms(template)).toThrow()
  })
})
