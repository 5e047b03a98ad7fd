import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Archive, openArchive } from '../archive/archive.ts'
import { makePage, type Page } from '../domain/page.ts'
import { searchPages } from './search-pages.ts'

let dataDir: string
let archive: Archive
const FETCHED = Date.parse('2026-11-20T12:00:00Z')

function page(name: string, title: string, text: string, fields: Partial<Page> = {}): Page {
  const url = `https://news.example/${name}`
  return makePage({
    ...{ url, canonicalUrl: url, site: 'News', title, text, byline: null, lang: 'en' },
    ...{ publishedAt: null, fetchedAt: FETCHED, rawSha256: 'a'.repeat(64), rawSizeBytes: 1 },
    ...fields,
  })
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-search-pages-'))
  archive = await openArchive({ kind: 'embedded', dataDir })
  await archive.insertPages([
    page(
      'flood',
      'Flood in Lorville',
      'The river rose by two metres. The flood closed the bridge of Lorville.',
    ),
    page(
      'budget',
      'Budget of Lorville',
      `The council met. ${'Money was spent on roads and schools. '.repeat(40)}`,
    ),
    page(
      'crue',
      'Crue à Lorville',
      'La rivière est montée de deux mètres et les inondations ferment le pont.',
      {
        lang: 'fr',
        publishedAt: Date.parse('2026-01-05T00:00:00Z'),
      },
    ),
    page('changed', 'Strike at the harbour', 'Dockers went on strike on Monday.'),
    page('changed', 'Strike at the harbour', 'Dockers ended their strike on Tuesday.', {
      fetchedAt: FETCHED + 1_000,
    }),
  ])
})

afterAll(async () => {
  await archive.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function find(query: string, more: Partial<Parameters<typeof searchPages>[1]> = {}) {
  const hits = await searchPages(archive, { query, limit: 10, ...more })
  const pages = await archive.getPages(hits.map(({ pageId }) => pageId))
  return pages.map(({ url, text }) => ({ name: url.split('/').at(-1), text }))
}

async function names(query: string, more: Partial<Parameters<typeof searchPages>[1]> = {}) {
  return (await find(query, more)).map(({ name }) => name)
}

test('pages are found by title and text, those that speak of it most first', async () => {
  expect(await names('flooded bridge in Lorville')).toEqual(['flood', 'crue', 'budget'])
  expect(await names('council money')).toEqual(['budget'])
})

test('words are found in their other forms, in either language', async () => {
  expect(await names('rivières')).toEqual(['crue'])
  expect(await names('strikes')).toEqual(['changed'])
})

test('of a page that changed the newest snapshot is given, once', async () => {
  const found = await find('dockers strike monday')
  expect(found).toEqual([{ name: 'changed', text: 'Dockers ended their strike on Tuesday.' }])
})

test('a window holds for the page’s own date, or when it was read', async () => {
  const window = { from: Date.parse('2026-01-01T00:00:00Z'), to: Date.parse('2026-02-01T00:00:00Z') }
  expect(await names('Lorville', window)).toEqual(['crue'])
  expect(await names('Lorville', { from: window.to })).not.toContain('crue')
})

test.each(['', '   ', 'zzzz', '"', "'); DROP TABLE pages; --", '\\', '\0', '{word0:Array(String)}'])(
  'a query that no page answers finds nothing: %j',
  async (query) => {
    expect(await names(query)).toEqual([])
  },
)
