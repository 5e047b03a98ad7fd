import { expect, test } from 'vitest'
import { mixAuthors } from './mix-authors.ts'

const item = (author: string, score: number) => ({ author, score })
const authors = (items: readonly { author: string }[]) => items.map(({ author }) => author).join('')

test('other accounts come before the third post of one, and nothing is lost', () => {
  const items = [item('a', 1), item('a', 0.99), item('a', 0.98), item('b', 0.9), item('c', 0.8)]
  expect(authors(mixAuthors(items, ({ author }) => author))).toBe('abaca')
})

test('one author alone keeps the order of scores', () => {
  const items = [item('a', 1), item('a', 0.9), item('a', 0.8)]
  expect(mixAuthors(items, ({ author }) => author)).toEqual(items)
})
