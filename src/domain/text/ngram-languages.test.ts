import { eld } from 'eld/small'
import { describe, expect, it } from 'vitest'
import { GramList, NgramLanguages } from './ngram-languages.ts'

const TEXTS = [
  'the mayor announced today that the new bridge will open on saturday',
  'la maire a annoncé que le nouveau pont ouvrira samedi après deux ans de travaux',
  'el presidente dijo que no habrá elecciones este año',
  'die bundesregierung hat heute neue maßnahmen beschlossen',
  'o presidente disse que não haverá eleições este ano',
  'сегодня в городе открыли новый мост через реку',
  'il sindaco ha annunciato che il ponte aprirà sabato',
  'burmistrz ogłosił że nowy most zostanie otwarty w sobotę',
]

describe('the n-gram table of eld read in place', () => {
  const languages = NgramLanguages.load()

  it.each(TEXTS)('agrees with eld on: %s', (text) => {
    const ours = languages.detect(gramsOf(text.split(' ')))
    expect(ours).toBe(eld.detect(text).language)
  })

  it('does not guess from two n-grams', () => {
    expect(languages.detect(gramsOf(['ok']))).toBeNull()
    expect(languages.detect(gramsOf([]))).toBeNull()
  })

  function gramsOf(words: readonly string[]): GramList {
    const grams = new GramList(words.length)
    for (const word of words) grams.add(languages.gramsOf(word))
    return grams
  }
})
