import { describe, expect, test } from 'vitest'
import type { Message, Phrase } from './message.ts'
import { MESSAGES } from './messages.ts'

const entries = Object.entries(MESSAGES as Record<string, Message>)
const texts = (phrase: Phrase): string[] =>
  typeof phrase === 'string' ? [phrase] : [phrase.one, phrase.other]
const names = (phrase: Phrase): string[] =>
  [...new Set(texts(phrase).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort()

describe('the message catalogue', () => {
  test.each(entries)('%s has the same parameters and plural forms in both languages', (_, message) => {
    expect(names(message.fr)).toEqual(names(message.en))
    expect(typeof message.fr).toBe(typeof message.en)
  })

  test.each(entries)('%s follows French typography', (_, message) => {
    for (const text of texts(message.fr)) {
      expect(text).not.toMatch(/[^\u202f][;?!]/)
      expect(text).not.toMatch(/[^\u00a0]:/)
      expect(text).not.toMatch(/«[^\u202f]|[^\u202f]»/)
      expect(text).not.toMatch(/['"“”]/)
      expect(text).not.toMatch(/!/)
    }
  })

  test.each(entries)('%s has no straight quotes or exclamation marks in English', (_, message) => {
    for (const text of texts(message.en)) expect(text).not.toMatch(/["'!]/)
  })
})
