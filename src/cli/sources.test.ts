import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sourceDetailSchema, sourceKindListSchema, sourceListSchema } from '../contract/sources.ts'
import { NO_FIGURES } from '../desk/source-figures.ts'
import { openLedger } from '../ledger/ledger.ts'
import { openSecretBox } from '../ledger/secret-box.ts'
import type { CommandContext } from './command.ts'
import { runCommandLine } from './main.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
let dataDir = ''

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-cli-sources-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

/** `verity sources …` on a data directory that no server holds. */
async function sources(argv: readonly string[], stdin = '') {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const unexpected = () => Promise.reject(new Error('not asked for'))
  const context: CommandContext = {
    ...{ version: '0', dataDir, stdout, stderr },
    stdin: Readable.from([stdin]),
    clock: () => NOW,
    signal: new AbortController().signal,
    openLedger: open,
    openSecretBox: () => openSecretBox(dataDir, null),
    ...{
      openArchive: unexpected,
      serve: unexpected,
      examine: unexpected,
      openWriter: unexpected,
      openModels: unexpected,
      openWeb: unexpected,
    },
    ...{ backUp: unexpected, restore: unexpected },
  }
  const code = await runCommandLine(['sources', ...argv], {
    ...{ version: '0', stdout, stderr },
    makeContext: () => context,
  })
  const [text, errors] = [stdout, stderr].map((stream) => String(stream.read() ?? ''))
  return { code, text: text ?? '', errors: errors ?? '' }
}

function open() {
  return openLedger({ kind: 'sqlite', file: join(dataDir, 'ledger.sqlite') }, { clock: () => NOW })
}

async function json(argv: readonly string[], stdin = ''): Promise<unknown> {
  const { code, text, errors } = await sources([...argv, '--json'], stdin)
  expect(errors).toBe('')
  expect(code).toBe(0)
  return JSON.parse(text)
}

const CLIMATE = [
  'add',
  'mastodon',
  '--set',
  'instance=mastodon.social',
  '--set',
  'stream=hashtag',
  '--set',
  'tag=#climate',
]

describe('verity sources, with no server', () => {
  it('says that nothing is connected and what to do', async () => {
    expect(await sources([])).toMatchObject({ code: 0, text: expect.stringContaining('verity sources add') })
    expect(await json(['list'])).toEqual({ sources: [] })
  })

  it('lists the kinds with their options', async () => {
    const { kinds } = sourceKindListSchema.parse(await json(['kinds']))
    expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['bluesky', 'mastodon']))
    const { text } = await sources(['kinds', 'mastodon'])
    expect(text).toMatch(/instance +text, required/)
    expect(text).toMatch(/accessToken +text, secret/)
    expect(text).toContain('hashtag|')
  })

  it('adds a source with a readable id, which waits until a server runs', async () => {
    const added = sourceDetailSchema.parse(await json([...CLIMATE, '--languages', 'fr,en', '--share', '0.5']))
    expect(added).toMatchObject({
      id: 'mastodon-mastodon.social-climate',
      title: 'Mastodon · mastodon.social · #climate',
      state: 'waiting',
      options: { instance: 'https://mastodon.social', stream: 'hashtag', tag: 'climate' },
      secrets_set: { accessToken: false },
      filter: { languages: ['fr', 'en'], share01: 0.5 },
    })
    expect(sourceListSchema.parse(await json([])).sources).toHaveLength(1)
  })

  it('adding the same again resumes it', async () => {
    await sources(CLIMATE)
    await sources(['pause', 'mastodon-mastodon.social-climate'])
    expect((await sources(CLIMATE)).text).toContain('there already')
    expect(sourceListSchema.parse(await json([])).sources).toMatchObject([{ enabled: true }])
  })

  it('reads a token from standard input and never shows it', async () => {
    const id = 'mastodon-mastodon.social-climate'
    const shown = JSON.stringify(await json([...CLIMATE, '--secret', 'accessToken'], 'sekret-token\n'))
    expect(shown).toContain('"accessToken":true')
    const { text } = await sources(['show', id])
    expect(text).toMatch(/accessToken +set/)
    const files = await Promise.all(
      ['ledger.sqlite', 'ledger.sqlite-wal'].map((name) =>
        readFile(join(dataDir, name), 'latin1').catch(() => ''),
      ),
    )
    expect([shown, text, ...files].join()).not.toContain('sekret')
    expect(await json(['change', id, '--unset', 'accessToken'])).toMatchObject({
      secrets_set: { accessToken: false },
    })
  })

  it('pauses, resumes, filters, renames and removes', async () => {
    await sources(['add', 'bluesky'])
    expect(await json(['pause', 'bluesky'])).toMatchObject({ state: 'paused', enabled: false })
    expect(await json(['resume', 'bluesky'])).toMatchObject({ state: 'waiting', enabled: true })
    await sources(['filter', 'bluesky', '--any', 'flood, high water', '--deny', '*.spam.example'])
    expect(await json(['filter', 'bluesky', '--any', ''])).toMatchObject({
      filter: { keywords_any: [], accounts_deny: ['*.spam.example'] },
    })
    expect((await sources(['filter', 'bluesky', '--clear'])).text).toContain('everything is kept')
    expect(await json(['change', 'bluesky', '--title', 'Firehose'])).toMatchObject({ title: 'Firehose' })
    expect(await json(['remove', 'bluesky'])).toEqual({ removed: 'bluesky' })
    expect(await json([])).toEqual({ sources: [] })
  })

  it('shows what the process that runs a source said, with errors, samples and how far behind it is', async () => {
    await sources(['add', 'bluesky'])
    {
      await using ledger = await open()
      const [source] = await ledger.sources.list()
      const figures = {
        ...NO_FIGURES,
        state: 'connected',
        stored: 7,
        lastEventAt: NOW - 3_000,
        lastReceivedAt: NOW - 2_900,
        dropped: { language: 4 },
        errors: [{ firstAt: NOW - 9_000, lastAt: NOW - 5_000, count: 3, message: 'cut\u001b[31m off' }],
        parkedSamples: [{ reason: 'not_json', raw: '{"', at: NOW }],
      }
      await ledger.sourceReports.write(new Map([[`bluesky#${source?.stream}`, figures]]))
    }
    const { text } = await sources(['show', 'bluesky'])
    expect(text).toMatch(/lag +3 s behind; the last event arrived 100 ms late/)
    expect(text).toMatch(/dropped +4 language/)
    expect(text).toMatch(/error +2026-11-22T11:59:55.000Z, 3 times: cut/)
    expect(text).not.toContain('\u001b')
    expect((await sources([])).text).toMatch(/bluesky +connected +0\.0 +3 s +7 +4/)
  })
})

describe('verity sources refuses with exit code 2 and names what is allowed', () => {
  it.each([
    [['frobnicate'], /list, kinds, add/],
    [['add'], /one kind/],
    [['add', 'carrier-pigeon'], /there are: bluesky/],
    [['add', 'mastodon'], /instance is missing/],
    [
      ['add', 'mastodon', '--set', 'instance=mastodon.social', '--set', 'colour=red'],
      /no option colour, allowed: instance/,
    ],
    [
      ['add', 'mastodon', '--set', 'instance=mastodon.social', '--set', 'stream=river'],
      /stream must be one of: public/,
    ],
    [['add', 'mastodon', '--set', 'instance'], /NAME=VALUE/],
    [['add', 'mastodon', '--secret', 'accessToken'], /standard input/],
    [['add', 'bluesky', '--languages', 'English'], /--languages: a language is/],
    [['add', 'bluesky', '--share', '7'], /--share/],
    [['add', 'bluesky', '--any', '!!!'], /holds no word/],
    [['pause', 'nope'], /none is connected/],
    [['list', 'everything'], /no argument/],
    [['pause', 'bluesky', '--any', 'rain'], /takes no --any/],
  ] as const)('%j', async (argv, message) => {
    const { code, errors } = await sources(argv)
    expect(errors).toMatch(message)
    expect(code).toBe(2)
  })
})
