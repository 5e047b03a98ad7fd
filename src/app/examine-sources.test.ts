import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { NO_FIGURES, type SourceFigures } from '../desk/source-figures.ts'
import { type Ledger, openLedger } from '../ledger/ledger.ts'
import { openSecretBox } from '../ledger/secret-box.ts'
import { readConfig } from './config.ts'
import { examineSources, type SourceExamination } from './examine-sources.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
let dataDir = ''
let ledger: Ledger

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-doctor-'))
  ledger = await openLedger({ kind: 'sqlite', file: join(dataDir, 'ledger.sqlite') }, { clock: () => NOW })
})
afterEach(async () => {
  await ledger.close()
  await rm(dataDir, { recursive: true, force: true })
})

function examine(parts: Partial<SourceExamination> = {}) {
  const config = readConfig({ VERITY_DATA: dataDir })
  return examineSources({ config, ledger, now: NOW, hasServer: false, reaches: async () => true, ...parts })
}

async function addBluesky(figures?: Partial<SourceFigures>) {
  await ledger.sources.add({ id: 'bluesky', kind: 'bluesky', title: 'Bluesky' })
  if (figures) await ledger.sourceReports.write(new Map([['bluesky', { ...NO_FIGURES, ...figures }]]))
}

it('says that the first start connects a network, and later that none is connected', async () => {
  expect(await examine()).toMatchObject([{ state: 'missing', fix: 'npm start' }])
  await ledger.sources.add({ id: 'bluesky', kind: 'bluesky', title: 'Bluesky', removed: true })
  expect(await examine()).toMatchObject([{ fix: expect.stringContaining('sources add bluesky') }])
})

it.each([
  [
    { state: 'connected', lastEventAt: NOW - 2_000, postsPerSecond: 41.26 },
    'works',
    /41.3 posts\/s, 2 s behind/,
    null,
  ],
  [{ state: 'connecting' }, 'works', /connecting/, null],
  [
    { state: 'unreachable', lastError: 'ENOTFOUND' },
    'missing',
    /ENOTFOUND/,
    /check the network.*sources pause/,
  ],
  [{ state: 'failed', lastError: 'The disk is full.' }, 'broken', /disk is full/, /sources show bluesky/],
] as const)('a source that is %j is told as it is', async (figures, state, detail, fix) => {
  await addBluesky(figures)
  const [finding] = await examine({ hasServer: true })
  expect(finding).toMatchObject({ area: 'source bluesky', state })
  expect(finding?.detail).toMatch(detail)
  if (fix === null) expect(finding?.fix).toBeNull()
  else expect(finding?.fix).toMatch(fix)
})

it('a paused source names the command that resumes it', async () => {
  await addBluesky()
  await ledger.sources.setEnabled('bluesky', false)
  expect(await examine()).toMatchObject([{ fix: 'npm run verity -- sources resume bluesky' }])
})

it('where no server runs, the network is asked whether it can be reached', async () => {
  await addBluesky()
  const asked: string[] = []
  const reaches = async (url: string) => asked.push(url) > 1
  expect(await examine({ reaches })).toMatchObject(
    [{ state: 'missing', detail: /cannot be reached/ }].map(loose),
  )
  expect(asked[0]).toMatch(/^https:.*jetstream/)
  expect(await examine({ reaches })).toMatchObject([{ state: 'works', fix: null }])
})

it('a token that cannot be read is broken, with the command that sets it anew; none is shown', async () => {
  const box = await openSecretBox(dataDir, null)
  const secrets = { accessToken: box.seal('sekret', 'somewhere else') }
  const config = { instance: 'https://mastodon.social', stream: 'public_local' }
  await ledger.sources.add({ id: 'mastodon', kind: 'mastodon', title: 'Mastodon', config, secrets })
  const findings = await examine()
  expect(findings).toMatchObject([
    { state: 'broken', fix: 'npm run verity -- sources change mastodon --secret accessToken' },
  ])
  expect(JSON.stringify(findings)).not.toContain('sekret')
})

it('a kind that this version does not know can be removed', async () => {
  await ledger.sources.add({ id: 'future', kind: 'telepathy', title: 'Telepathy' })
  expect(await examine()).toMatchObject([{ state: 'broken', fix: 'npm run verity -- sources remove future' }])
})

function loose({ state, detail }: { state: string; detail: RegExp }) {
  return { state, detail: expect.stringMatching(detail) }
}
