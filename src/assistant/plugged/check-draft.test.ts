import { describe, expect, it } from 'vitest'
import { makePost } from '../../domain/post.ts'
import { checkDraft } from './check-draft.ts'

/** Written at noon on Monday, 5 January 2026. */
const POSTS = [
  'The old bridge in Marlow closed at noon after a crack was found.',
  'Marlow council: 12 people were led off the bridge, nobody is hurt.',
  'Le pont de Marlow ferme : 12 300 habitants, 2,5 millions de dégâts, 45 % des lignes.',
  'Lovely weather for a picnic by the lake.',
]

describe('a number that the model writes', () => {
  it.each([
    ['in words where the post has digits', 'Twelve people were led off the bridge.', [2]],
    ['with another separator', '12,300 habitants, 2.5 millions de dégâts.', [3]],
    ['with a percent sign', '45% des lignes du pont de Marlow ferme.', [3]],
    ['as the date of the post', 'The old bridge in Marlow closed on 5 January 2026.', [1]],
    ['as the French date of the post', 'Le pont de Marlow ferme lundi 5 janvier.', [3]],
    ['as the time of the post', 'The old bridge in Marlow closed at 12:00.', [1]],
  ])('may stand %s', (_, text, cited) => {
    expect(check(text, cited)).toMatchObject({ kind: 'supported', text })
  })

  it.each([
    ['in words', 'Forty people were led off the bridge.', [2], '… people were led off the bridge.'],
    ['in French words', 'Quarante habitants de Marlow.', [3], '… habitants de Marlow.'],
    [
      'that is only the day of the post',
      '5 people were led off the bridge.',
      [2],
      '… people were led off the bridge.',
    ],
    ['twice', '13 people, then 14 people were led off.', [2], '… people, then … people were led off.'],
    [
      'inside a longer one',
      '2 people of 2025 were led off the bridge.',
      [2],
      '… people of … were led off the bridge.',
    ],
    [
      'of another day',
      'The old bridge in Marlow closed on 6 January.',
      [1],
      'The old bridge in Marlow closed on … January.',
    ],
  ])('is taken out when invented %s', (_, text, cited, without) => {
    expect(check(text, cited)).toEqual({ kind: 'unsupported', reason: 'invented_number', text: without })
  })
})

describe('a link that the model writes', () => {
  it.each([
    'ftp://evil.ru/x',
    'evil.ru/login',
    'www.evil.ru',
    'https://evil.ru',
    '[here](https://evil.ru/a)',
  ])('is taken out when invented: %s', (url) => {
    const verdict = check(`The old bridge in Marlow closed at noon ${url}`, [1])
    expect(verdict).toMatchObject({ kind: 'unsupported', reason: 'invented_url' })
    expect(verdict.text).not.toContain('evil')
  })

  it('is no full stop without a space behind it', () => {
    expect(check('The old bridge closed at noon.A crack was found.', [1])).toMatchObject({
      kind: 'supported',
    })
  })
})

describe('a citation', () => {
  it('that has nothing of the sentence is not counted', () => {
    const verdict = check('The old bridge in Marlow closed at noon.', [1, 4])
    expect(verdict.kind === 'supported' && verdict.spans.map(({ item }) => item.post.id)).toEqual(['file:0'])
  })

  it('that has nothing of the sentence does not carry its number either', () => {
    expect(
      check('The old bridge in Marlow closed after 45 hours, a crack was found at noon.', [1, 3]),
    ).toMatchObject({
      kind: 'unsupported',
    })
  })
})

describe('a quotation', () => {
  it.each([
    'The council said “nobody is hurt” after people were led off the bridge.',
    'The council said « nobody is hurt » after people were led off the bridge.',
    'The council said "Nobody is hurt." after people were led off the bridge.',
  ])('may differ in its typography: %s', (text) => {
    expect(check(text, [2])).toMatchObject({ kind: 'supported' })
  })

  it.each([
    'The council said “nobody at all is hurt” after people were led off the bridge.',
    'The council said “body is hurt” after people were led off the bridge.',
    'The council said “hurt nobody is” after people were led off the bridge.',
  ])('must stand word for word in what is cited: %s', (text) => {
    expect(check(text, [2])).toMatchObject({ kind: 'unsupported', reason: 'invented_quote' })
  })
})

describe('what is quoted for a sentence', () => {
  it('is the one sentence of a post that says it, where one does', () => {
    const verdict = check('A crack was found in the old bridge in Marlow.', [1])
    expect(verdict.kind === 'supported' && verdict.spans).toMatchObject([{ start: 0 }])
  })

  it('holds the numbers and words of the sentence between them', () => {
    const verdict = check('12 people were led off the bridge, which closed at noon.', [1, 2])
    const quotes =
      verdict.kind === 'supported'
        ? verdict.spans.map(({ item, start, end }) => item.post.text.slice(start, end))
        : []
    expect(quotes.join(' ')).toMatch(/12 people/)
    expect(quotes.join(' ')).toMatch(/noon/)
  })
})

describe('a sentence', () => {
  it('may deny what a post denies', () => {
    expect(check('People were led off the bridge and were not hurt.', [2])).toMatchObject({
      kind: 'supported',
    })
  })

  it('may not deny what no post denies', () => {
    expect(check('The old bridge in Marlow was not closed at noon.', [1])).toMatchObject({
      kind: 'unsupported',
      reason: 'not_in_evidence',
    })
  })

  it('that goes on and on is not held against many posts at once', () => {
    const text = Array.from({ length: 30 }, () => POSTS[0]?.slice(0, -1)).join(' and ')
    expect(check(text, [1, 2, 3])).toMatchObject({ kind: 'unsupported' })
  })
})

function check(text: string, cited: readonly number[]) {
  const createdAt = Date.UTC(2026, 0, 5, 12)
  const evidence = POSTS.map((post, at) => ({
    post: makePost({ id: `file:${at}`, author: `a${at}`, text: post, createdAt }),
    independenceGroup: at,
  }))
  return checkDraft({ text, cited }, new Map(evidence.map((item, at) => [at + 1, item])))
}
