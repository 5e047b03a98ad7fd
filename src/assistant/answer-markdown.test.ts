import { describe, expect, it } from 'vitest'
import type { AnswerJson, CitationJson } from '../contract/answer.ts'
import { answerMarkdown } from './answer-markdown.ts'

describe('an answer as Markdown', () => {
  it('has its sentences with their numbers, under their headings', () => {
    const text = '## In short\n\nOne. Two.\n\n## Why\n\nThree.'
    const sentence = (words: string) => ({
      ...{ text: words, start: text.indexOf(words), end: text.indexOf(words) + words.length },
      ...{ support01: 1, citations: [1], independent_accounts: 1 },
    })
    const section = (title: string) => ({ title, start: text.indexOf(title), end: 0 })
    const answer = {
      ...answerOf({}),
      answer: { text, sentences: ['One.', 'Two.', 'Three.'].map(sentence) },
      sections: ['In short', 'Why'].map(section),
    }
    expect(answerMarkdown('What?', answer)).toContain(
      '# What?\n\n## In short\n\nOne. [1] Two. [1]\n\n## Why\n\nThree. [1]\n\n',
    )
  })

  it('shows hostile text as it was written: no marks, no HTML, no link of its own', () => {
    const hostile = '<img src=x> [click](https://evil.example) `x` **b**\n# Heading\n| a | www.evil.example'
    const citation = { author_name: hostile, quote: hostile, url: 'javascript:alert(1)', id: 'f:`1`' }
    const markdown = answerMarkdown(hostile, answerOf(citation))
    expect(markdown).not.toMatch(
      /(?<!\\)<img|(?<!\\)\[click|(?<!\\)`x|(?<!\\)\*b|^# Heading|https:\/\/evil|javascript:/m,
    )
    expect(markdown).toContain('\\<img src=x\\>')
  })

  it('says of struck sentences why, and of an unknown cost that it is unknown', () => {
    const answer = answerOf({})
    const markdown = answerMarkdown('What?', {
      ...answer,
      unsupported: [{ text: 'The mayor fled.', reason: 'no_citation', after: 0 }],
      trace: { ...answer.trace, cost_usd: null },
    })
    expect(markdown).toContain('- ~~The mayor fled.~~ (no post is cited)')
    expect(markdown).toContain('- Cost: unknown')
  })
})

function answerOf(citation: Partial<CitationJson>): AnswerJson {
  const words = 'It is so.'
  return {
    answer: {
      text: words,
      sentences: [
        { text: words, start: 0, end: words.length, support01: 1, citations: [1], independent_accounts: 1 },
      ],
    },
    citations: [
      {
        ...{ n: 1, kind: 'post', id: 'f:1', url: 'https://example.org/1', author: 'ann', author_name: null },
        ...{ created_at: null, quote: 'so', start: 0, end: 2, snapshot_id: 'f:1', independent: true },
        ...citation,
      },
    ],
    abstained: false,
    integrity: null,
    model: { provider: 'verity', model: 'embedded', embedded: true },
    trace: {
      ...{
        kind: 'other',
        queries: ['so'],
        posts_found: 1,
        posts_read: 1,
        dropped: {},
        steps_ms: { search: 2 },
      },
      ...{ total_ms: 3, cost_usd: 0 },
    },
  }
}
