import { describe, expect, it } from 'vitest'
import { optionFields } from '../src/desk/source-fields.ts'
import { SOURCE_KINDS } from '../src/desk/source-kinds.ts'
import { parseOptions, splitSecrets } from '../src/desk/source-options.ts'
import { MESSAGES } from '../web/src/shared/i18n/messages.ts'
import { TEST_ENVIRONMENT } from './support/test-kind.ts'

/** The least that makes a source of each kind, and what it is then called. */
const EXAMPLES: Readonly<Record<string, readonly (readonly [options: object, title: string])[]>> = {
  bluesky: [
    [{}, 'Bluesky'],
    [{ transport: 'firehose', endpoints: ['wss://relay.example'] }, 'Bluesky · relay.example · firehose'],
  ],
  mastodon: [
    [{ instance: 'mastodon.social' }, 'Mastodon · mastodon.social'],
    [
      { instance: 'https://a.example', stream: 'hashtag', tag: '#climat', accessToken: 't' },
      'Mastodon · a.example · #climat',
    ],
    [{ instance: 'a.example', stream: 'list', list: '7', accessToken: 't' }, 'Mastodon · a.example · list 7'],
  ],
  feeds: [
    [{ lists: ['news-en', 'news-fr'] }, 'Feeds · news-en · news-fr'],
    [{ feeds: ['https://example.org/feed.xml?key=1'] }, 'Feeds · example.org'],
    [{ feeds: ['https://a.example/1', 'https://a.example/2'] }, 'Feeds · 2 feeds'],
  ],
  x: [
    [{ bearer_token: 't', rules: [{ value: 'flood lang:fr' }] }, 'X · flood lang:fr'],
    [{ bearer_token: 't', rules: [{ value: 'a' }, { value: 'b', tag: 'bee' }] }, 'X · 2 rules'],
  ],
}

it('every kind has an example here', () => {
  expect(SOURCE_KINDS.map(({ kind }) => kind).sort()).toEqual(Object.keys(EXAMPLES).sort())
})

describe.each(SOURCE_KINDS.map((kind) => [kind.kind, kind] as const))('the kind %s', (name, kind) => {
  it.each(EXAMPLES[name] ?? [])(
    'with %j has a title, opens, and can be stored and read back',
    async (options, title) => {
      const parsed = parseOptions(kind, { ...options })
      expect(kind.titleOf(parsed)).toBe(title)
      const { open, secret } = splitSecrets(kind, parsed as Record<string, unknown>)
      expect(kind.titleOf(open)).toBe(title)
      const stored = JSON.parse(JSON.stringify({ ...open, ...secret })) as Record<string, unknown>
      expect(parseOptions(kind, stored)).toEqual(parsed)
      expect((await kind.open(parsed, TEST_ENVIRONMENT)).kind).toBe(name)
    },
  )

  it('refuses an option it does not have and lists those it has', () => {
    const names = optionFields(kind).map((field) => field.name)
    expect(() => parseOptions(kind, { colour: 'red' })).toThrow(
      `there is no option colour, allowed: ${names.join(', ')}`,
    )
  })

  it('names only options that exist', () => {
    const names = optionFields(kind).map((field) => field.name)
    expect(names).toEqual(
      expect.arrayContaining([...kind.secrets, ...kind.streamOptions, ...kind.mainOptions]),
    )
    const required = optionFields(kind).filter(({ isRequired }) => isRequired)
    expect(kind.mainOptions).toEqual(expect.arrayContaining(required.map((field) => field.name)))
  })

  it('has words in both languages for every option and choice of its form', () => {
    const keys = optionFields(kind).flatMap((field) => [
      `option.${name}.${field.name}`,
      ...field.choices.map((choice) => `choice.${name}.${field.name}.${choice}`),
    ])
    expect(keys.filter((key) => !Object.hasOwn(MESSAGES, key))).toEqual([])
  })

  it('has words in both languages for the older posts that it hands out', () => {
    const keys = (kind.backfills ?? []).flatMap((each) => [
      `backfill.what.${name}.${each.name}`,
      `backfill.target.${name}.${each.name}`,
    ])
    expect(keys.filter((key) => !Object.hasOwn(MESSAGES, key))).toEqual([])
  })

  it('has a form: nothing of it has to be typed as JSON', () => {
    expect(optionFields(kind).filter(({ input }) => input === 'json')).toEqual([])
  })
})
