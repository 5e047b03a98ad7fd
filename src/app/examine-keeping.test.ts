import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PICTURES_FOLDER } from '../desk/picture-folder.ts'
import type { Settings } from '../ledger/settings.ts'
import { examineKeeping } from './examine-keeping.ts'

let dataDir = ''

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-keeping-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const SETTINGS: Settings = {
  ...{ retentionDays: 7, retentionSizeBytesMax: 10e9, pagesDays: 90, pagesSizeBytesMax: 5e9 },
  retentionByNetwork: { bluesky: { days: null, sizeBytesMax: 250e6 } },
  ...{ thumbnails: 'off', thumbnailsSizeBytesMax: 500e6, signUp: 'closed' },
}

function examine(settings: Partial<Settings> = {}, room = { archiveBytes: 2e9, freeBytes: 40e9 }) {
  return examineKeeping({ settings: { ...SETTINGS, ...settings }, dataDir, ...room })
}

test('what is kept how long is said, for all, for a network and for pages', async () => {
  const [retention] = await examine()
  expect(retention).toEqual({
    ...{ area: 'retention', state: 'works', fix: null },
    detail: 'live posts 7 days or 10 GB; bluesky 250 MB; pages 90 days or 5 GB',
  })
})

test('limits that the disk has no room for are named, with the command that lowers them', async () => {
  const [retention] = await examine({}, { archiveBytes: 1e9, freeBytes: 3e9 })
  expect(retention).toMatchObject({
    state: 'missing',
    detail: 'posts and pages may grow to 15 GB, but there is room for 4 GB',
    fix: expect.stringContaining('sources retention all --size 2GB'),
  })
})

test('pictures are off, empty, or so many of so many bytes', async () => {
  expect((await examine())[1]?.detail).toMatch(/^off/)
  expect((await examine({ thumbnails: 'on' }))[1]?.detail).toMatch(/none was fetched yet/)
  await mkdir(join(dataDir, PICTURES_FOLDER))
  await writeFile(join(dataDir, PICTURES_FOLDER, 'a-0'), Buffer.alloc(1_500_000))
  expect((await examine({ thumbnails: 'on' }))[1]).toMatchObject({
    state: 'works',
    detail: 'on: 1 kept, 2 MB of 500 MB',
  })
})

test('a picture folder that is none is broken, and can be removed', async () => {
  await writeFile(join(dataDir, PICTURES_FOLDER), 'x')
  expect((await examine({ thumbnails: 'on' }))[1]).toMatchObject({ state: 'broken', fix: expect.any(String) })
})
