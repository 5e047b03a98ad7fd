import { expect, it } from 'vitest'
import { makePost } from '../domain/post.ts'
import type { ThreadPost } from './bot-network.ts'
import { askedInFrench, whatIsAsked } from './what-is-asked.ts'

const CLAIM = 'The bridge in Quellin collapsed on 3 October 2026.'

function post(text: string, more: Partial<ThreadPost> & { alts?: string[] } = {}): ThreadPost {
  const { alts = [], ...rest } = more
  const media = alts.map((alt) => ({ kind: 'image' as const, url: 'https://cdn.example/1', alt }))
  const made = makePost({
    id: `bluesky:${text}`,
    author: 'did:plc:a',
    text,
    source: 'bluesky',
    createdAt: 1,
    media,
  })
  return { id: text, post: made, isOurs: false, isAutomated: false, quoted: null, ...rest }
}

function asked(text: string, above: ThreadPost[] = [post(CLAIM)], quoted: ThreadPost | null = null) {
  return whatIsAsked({ mention: post(text, { quoted }), above })
}

it.each([
  '@verity.example is this true?',
  'Is this true @verity.example',
  '@verity@social.example is that really true??',
  '@verity.example',
  '@verity.example ???',
  'hey @verity.example, fact check this please',
  '@verity.example true or false?',
  '@verity.example c’est vrai ?',
  '@verity.example c’est vrai ça ?',
  '@verity.example est-ce vrai ?',
  'Salut @verity.example vrai ou faux ?',
  '@verity.example tu peux vérifier stp ?',
  '@verity.example info ou intox',
])('asks about what stands above: %s', (text) => {
  expect(asked(text)).toMatchObject({ kind: 'claim', text: CLAIM, subject: { id: CLAIM } })
})

it('takes the claim that the mention itself holds', () => {
  expect(asked('@verity.example is it true that 5 people were hurt in Quellin?', [])).toMatchObject({
    ...{ kind: 'claim', text: '5 people were hurt in Quellin.' },
  })
  expect(asked('@verity.example est-il vrai que 5 personnes ont été blessées à Quellin ?')).toMatchObject({
    ...{ kind: 'claim', text: '5 personnes ont été blessées à Quellin.' },
  })
})

it('takes a question as a question', () => {
  expect(asked('@verity.example how many people were hurt?')).toEqual({
    ...{ kind: 'question', text: 'how many people were hurt?' },
  })
})

it('checks what is quoted, and what the pictures above are said to show', () => {
  expect(asked('@verity.example true?', [], post(CLAIM))).toMatchObject({ kind: 'claim', text: CLAIM })
  expect(asked('@verity.example true?', [post('Look!', { alts: [CLAIM] })])).toMatchObject({ text: CLAIM })
})

it('looks past posts that say nothing, and past our own', () => {
  const above = [post('Contradicted. Confidence: high (84%).', { isOurs: true }), post('wow'), post(CLAIM)]
  expect(asked('@verity.example is this true?', above)).toMatchObject({ kind: 'claim', text: CLAIM })
})

it('says why there is nothing to check', () => {
  expect(asked('@verity.example is this true?', [])).toEqual({ kind: 'nothing', why: 'no_subject' })
  expect(asked('@verity.example true?', [post('I think this is the most beautiful bridge.')])).toEqual({
    ...{ kind: 'nothing', why: 'opinion' },
  })
  expect(asked('@verity.example true?', [post('ok')])).toEqual({ kind: 'nothing', why: 'too_little' })
})

it('leaves alone who asks nothing', () => {
  expect(asked('Thanks @verity.example, great!')).toEqual({ kind: 'not_asked' })
  const ours = post('Contradicted.', { isOurs: true })
  expect(asked(`@verity.example ${CLAIM}`, [ours])).toEqual({ kind: 'not_asked' })
})

it('knows French by the words that ask', () => {
  expect(askedInFrench('@verity.example c’est vrai ?')).toBe(true)
  expect(askedInFrench('@verity.example is this true?')).toBe(false)
  expect(askedInFrench('@verity.example')).toBeNull()
})
