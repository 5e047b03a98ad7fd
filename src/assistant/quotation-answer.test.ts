import { expect, it } from 'vitest'
import type { Archive } from '../archive/archive.ts'
import { makePost, type Post } from '../domain/post.ts'
import { answer } from './ask.ts'
import { quotationAsked } from './understand/quotation-asked.ts'

const WORDS = 'We do not build walls, we build bridges'
const POSTS = [
  makePost({ id: 'x:late', author: 'eve', text: `“${WORDS}!” she said.`, createdAt: Date.UTC(2026, 2, 9) }),
  makePost({
    id: 'x:first',
    author: 'ada',
    authorName: 'Ada',
    text: `${WORDS}. Thanks.`,
    createdAt: Date.UTC(2026, 2, 4),
  }),
  makePost({
    id: 'x:other',
    author: 'bob',
    text: 'They build a lot of walls here.',
    createdAt: Date.UTC(2026, 2, 1),
  }),
]

it.each([
  [`Who said "${WORDS}"?`, WORDS],
  [`Where does the sentence “${WORDS}” come from?`, WORDS],
  [`D’où vient la phrase « ${WORDS} » ?`, WORDS],
  [`Qui a dit « ${WORDS} » ?`, WORDS],
  [`Is it true that "${WORDS}"?`, null],
  ['Who said that the bridge is closed?', null],
  ['Who said "no"?', null],
])('%s', (question, quotation) => {
  expect(quotationAsked(question)).toBe(quotation)
})

it('names the earliest post that holds the words, with its author and day, and who else has them', async () => {
  const { sentences, citations, abstained } = await ask(`Who said "${WORDS.toUpperCase()}"?`)
  expect(abstained).toBe(false)
  expect(citations[0]).toMatchObject({ id: 'x:first', quote: WORDS, start: 0, end: WORDS.length })
  expect(sentences[0]?.text).toContain('Ada, 4 March 2026')
  expect(sentences[0]?.text).toContain(`“${WORDS}”`)
  expect(sentences[1]?.text).toContain('eve')
  expect(sentences.every((sentence) => sentence.citations.length > 0)).toBe(true)
})

it('answers in French', async () => {
  const { text } = await ask(`Qui a dit « ${WORDS} » ?`)
  expect(text).toContain('Ada, 4 mars 2026')
})

it('names nobody for words that nobody wrote, and says so', async () => {
  const found = await ask('Who said "the harbour will be closed for three long months"?')
  expect(found).toMatchObject({ abstained: true, sentences: [], citations: [] })
  expect(found.text).toContain('No stored post')
})

async function ask(question: string) {
  const archive = {
    getPosts: async () => [],
    getPages: async () => [],
    query: async () => [],
  } as unknown as Archive
  const findEvidence = async () => POSTS.map((post: Post) => ({ post, score: 1, folded: [] }))
  return await answer({ question }, { archive, findEvidence, clock: () => Date.UTC(2026, 2, 10) })
}
