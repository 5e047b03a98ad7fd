import { eld } from 'eld/small'
import { describe, expect, it } from 'vitest'
import { NgramLanguages } from './ngram-languages.ts'

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
    const ours = languages.detect(text.split(' ').map((word) => languages.gramsOf(word)))
    expect(ours).toBe(eld.detect(text).language)
  })

  it('does not guess from two n-grams', () => {
    expect(languages.detect([languages.gramsOf('ok')])).toBeNull()
    expect(languages.detect([])).toBeNull()
  })
})
