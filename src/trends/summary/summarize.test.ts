import { expect, test } from 'vitest'
import { summarize } from './summarize.ts'
import { wordCount } from './summary-words.ts'

const DAY_MS = 86_400_000
const START = Date.UTC(2026, 0, 5)

function documentsOf(...texts: string[]) {
  return texts.map((text, at) => ({ id: `d${at}`, text, createdAt: null }))
}

test('a summary says what most documents say, in their own words, once', () => {
  const summary = summarize({
    documents: documentsOf(
      'The room was small but very clean.',
      'Small room, very clean.',
      'We liked that the room was clean.',
      'The parrot in the lobby speaks Latin on Sundays.',
    ),
    maxWords: 10,
    query: null,
  })
  expect(summary.text).toContain('clean')
  expect(summary.text).not.toContain('parrot')
  expect(summary.sentences).toHaveLength(1)
})

test('no summary is longer than asked for, however few words', () => {
  const text =
    'Firefighters from three towns worked through the night, said the mayor, and the school stays closed.'
  for (let maxWords = 1; maxWords <= 20; maxWords++) {
    const summary = summarize({
      documents: documentsOf(text, `${text} Nobody was hurt.`),
      maxWords,
      query: null,
    })
    expect(wordCount(summary.text)).toBeLessThanOrEqual(maxWords)
    for (const sentence of summary.sentences) expect(`${text} Nobody was hurt.`).toContain(sentence.text)
  }
})

test('a sentence names all documents that hold it', () => {
  const summary = summarize({
    documents: documentsOf(
      'The bridge is closed. I am late.',
      'Help! The bridge is closed.',
      'Nice cake today.',
    ),
    maxWords: 4,
    query: null,
  })
  expect(summary.sentences).toEqual([{ text: 'The bridge is closed.', documentIds: ['d0', 'd1'] }])
})

test('a question decides what is wanted', () => {
  const documents = documentsOf(
    'The hotel room was clean and quiet.',
    'The hotel room was clean and large.',
    'Breakfast costs fourteen euros.',
  )
  expect(summarize({ documents, maxWords: 9, query: 'What does breakfast cost?' }).text).toContain('fourteen')
})

test('documents over weeks make a timeline, in the order of days', () => {
  const documents = Array.from({ length: 30 }, (_, day) => ({
    id: `d${day}`,
    text: `Council meeting number ${day} took place. Members debated the harbour budget again on that evening.`,
    createdAt: START + day * DAY_MS,
  }))
  const { sentences } = summarize({ documents: documents.reverse(), maxWords: 160, query: null })
  const days = sentences.map(({ documentIds }) => Number(documentIds[0]?.slice(1)))
  expect(days.length).toBeGreaterThan(5)
  expect(days).toEqual(days.toSorted((one, other) => one - other))
})

test('nothing to say is an empty summary', () => {
  expect(summarize({ documents: [], maxWords: 20, query: null })).toEqual({ text: '', sentences: [] })
  expect(summarize({ documents: documentsOf('', '…'), maxWords: 20, query: null }).text).toBe('')
})
