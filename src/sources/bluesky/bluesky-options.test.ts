import { expect, test } from 'vitest'
import { blueskyOptionsSchema } from './bluesky-options.ts'
import { blueskySource } from './bluesky-source.ts'

test('without a choice everything has a default that works alone', () => {
  expect(blueskyOptionsSchema.parse({})).toEqual({
    transport: 'jetstream',
    counts: ['replies'],
    profiles: true,
    handles: 'events',
    appView: 'https://public.api.bsky.app',
    verify: false,
    plcDirectory: 'https://plc.directory',
  })
})

test.each([
  [{ verify: true }, /signatures/],
  [{ transport: 'firehose', compressionDictionary: '/a' }, /dictionary from a file/],
  [{ transport: 'carrier pigeon' }, /transport/],
  [{ endpoints: [] }, /endpoints/],
  [{ endpoints: ['http://127.0.0.1'] }, /address/],
  [{ appView: 'file:///etc/passwd' }, /address/],
  [{ counts: ['tears'] }, /counts/],
  [{ langs: ['en'] }, /Unrecognized/],
])('%o is refused', (options, why) => {
  expect(() => blueskyOptionsSchema.parse(options)).toThrow(why)
  expect(() => blueskySource(options as never)).toThrow(/The Bluesky option/)
})

test('every option says what it is for', () => {
  for (const [name, field] of Object.entries(blueskyOptionsSchema.shape)) {
    expect(field.description, name).toMatch(/\.$/)
  }
})
