import { PassThrough, Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Archive } from '../../archive/archive.ts'
import type { CommandContext, ParsedArguments } from '../command.ts'
import { task as check } from './check.ts'
import { task as faithfulness } from './faithfulness.ts'

const SOURCES = [{ id: 7, text: 'The harbour was closed on Monday after a storm.' }]

describe('batch faithfulness', () => {
  it('judges an answer by the sources given, with offsets into the answer', async () => {
    const answer = 'The harbour was closed on Monday.'
    const result = await one(faithfulness, { id: 'a', answer, sources: SOURCES })
    expect(result).toEqual({
      id: 'a',
      score01: expect.any(Number),
      sentences: [{ start: 0, end: answer.length, support01: expect.any(Number), source_ids: ['7'] }],
      unsupported: [],
    })
  })

  it.each([{ sources: [] }, { sources: null }, {}])(
    'supports nothing where there are no sources: %j',
    async (given) => {
      const result = await one(faithfulness, { id: 1, answer: 'It opened in 1912.', ...given })
      expect(result).toMatchObject({ id: 1, score01: 0, sentences: [{ support01: 0, source_ids: [] }] })
      expect(result).toHaveProperty('unsupported.length', 1)
    },
  )

  it('searches the archive that --data names, and closes it', async () => {
    const opened: string[] = []
    const parsed = { values: { data: 'somewhere' }, positionals: [] }
    const result = await one(
      faithfulness,
      { id: 1, answer: 'It opened in 1912.' },
      contextWith(opened),
      parsed,
    )
    expect(result).toMatchObject({ score01: 0 })
    expect(opened).toEqual(['opened', 'closed'])
  })

  it.each([{ id: 1 }, { id: 1, answer: 2 }, { id: 1, answer: '', sources: [{ id: 'x' }] }])(
    'refuses %j',
    async (item) => {
      await expect(one(faithfulness, item)).rejects.toMatchObject({ code: 'invalid_input' })
    },
  )
})

describe('batch check', () => {
  it('gives the whole shape of the contract, and commits to nothing', async () => {
    const result = await one(check, {
      id: 'c',
      claim: 'The harbour was closed on Monday.',
      evidence: SOURCES,
    })
    expect(result).toEqual({
      id: 'c',
      label: expect.stringMatching(/^(supported|refuted|conflicting|not_enough)$/),
      confidence01: expect.any(Number),
      probabilities: {
        supported: expect.any(Number),
        refuted: expect.any(Number),
        conflicting: expect.any(Number),
        not_enough: expect.any(Number),
      },
      committed: false,
      evidence: [
        {
          id: '7',
          stance: 'supports',
          confidence01: expect.any(Number),
          relevance01: expect.any(Number),
          start: 0,
          end: SOURCES[0]?.text.length,
        },
      ],
    })
  })

  it('looks into the archive where no evidence is given, and finds none in an empty one', async () => {
    const opened: string[] = []
    const result = await one(check, { id: 'c', claim: 'The harbour was closed.' }, contextWith(opened))
    expect(result).toMatchObject({ label: 'not_enough', committed: false, evidence: [] })
    expect(opened).toEqual(['opened', 'closed'])
  })
})

async function one(
  task: typeof check,
  item: Readonly<Record<string, unknown>>,
  context: CommandContext = contextWith([]),
  parsed: ParsedArguments = { values: {}, positionals: [] },
): Promise<object | null> {
  await using open = await task.open(context, parsed)
  return await open.handle(item)
}

/** An empty archive that notes when it is opened and closed. */
function contextWith(opened: string[]): CommandContext {
  const unexpected = () => Promise.reject(new Error('not asked for'))
  const archive = {
    query: async () => [],
    getPosts: async () => [],
    close: async () => void opened.push('closed'),
  }
  return {
    version: '0',
    dataDir: 'nowhere',
    stdin: Readable.from([]),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    clock: () => 0,
    signal: new AbortController().signal,
    openArchive: async () => {
      opened.push('opened')
      return archive as unknown as Archive
    },
    openWeb: async () => ({
      findPages: async () => ({ pages: [], searches: [], fetched: 0, dropped: {} }),
      isWebConfigured: false,
      [Symbol.asyncDispose]: async () => {},
    }),
    openLedger: unexpected,
    openSecretBox: unexpected,
    serve: unexpected,
    examine: unexpected,
    openWriter: unexpected,
    backUp: unexpected,
    restore: unexpected,
  } as unknown as CommandContext
}
