import { describe, expect, it } from 'vitest'
import { makePost, type Post } from '../../domain/post.ts'
import { objectsOf } from './coincidence-channel.ts'

const objects = (fields: Partial<Post>) =>
  Object.fromEntries(objectsOf(makePost({ id: '1', author: 'ann', text: '', ...fields })))

describe('what posts can have in common', () => {
  it('is the reposted post alone where a post is a repost', () => {
    const urls = ['https://a.example/x']
    expect(objects({ repostOf: 'p', urls, text: 'one two three four five' })).toEqual({ repost: 'p' })
  })

  it('is a link without the parameters that say who shared it', () => {
    expect(objects({ urls: ['https://www.a.example/x/?utm_source=b'] })).toEqual({ url: 'a.example/x' })
  })

  it('is a sequence of three or more hashtags in their order', () => {
    expect(objects({ hashtags: ['One', 'two', 'THREE'] })).toEqual({ hashtags: 'one two three' })
    expect(objects({ hashtags: ['one', 'two'] })).toEqual({})
  })

  it.each([
    ['punctuation, case, links and mentions', '@bob The bridge, they say, IS closed! https://a.example'],
    ['accents', 'Thé bridge they sày is closed'],
    ['letters of other alphabets that look the same', 'Тhe bridgе they sаy is сlosed'],
    ['invisible characters', 'The brid\u200bge they s\u00aday is closed'],
    ['letters of other widths', 'Ｔhe bridge they say is closed'],
  ])('is a text, whatever its %s', (_, text) => {
    expect(objects({ text })['text']).toBe('the bridge they say is closed')
  })

  it('is no short text', () => {
    expect(objects({ text: 'so very true' })).toEqual({})
  })

  it('is what a post answers, quotes and shows', () => {
    const media = [
      { kind: 'image', url: 'i', alt: null },
      { kind: 'video', url: 'v', alt: null },
    ] as const
    expect(objects({ replyTo: 'r', quoteOf: 'q', media })).toEqual({ reply: 'r', quote: 'q', image: 'i' })
  })
})
