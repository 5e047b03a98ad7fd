import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePage, type Page } from '../domain/page.ts'
import { type Archive, openArchive } from './archive.ts'

let dataDir: string
let archive: Archive

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-pages-'))
  archive = await openArchive({ kind: 'embedded', dataDir })
})

afterAll(async () => {
  await archive.close()
  await rm(dataDir, { recursive: true, force: true })
})

function page(fields: Partial<Page> = {}): Page {
  return makePage({
    url: 'https://www.courier.example/flood?from=home',
    canonicalUrl: 'https://www.courier.example/flood',
    site: 'The Courier',
    title: 'Flood',
    byline: null,
    publishedAt: Date.parse('2026-11-20T10:00:00.125Z'),
    fetchedAt: Date.parse('2026-11-21T12:00:00.001Z'),
    lang: 'en',
    text: 'The river rose.\n\nForty houses were emptied.',
    rawSha256: 'a'.repeat(64),
    rawSizeBytes: 12_345,
    ...fields,
  })
}

test('a page comes back as it was stored, whatever its text holds', async () => {
  const hostile = page({
    text: `it's \\n a \\ "test"\ttab\n\\N \0 {rows:String} 'x'); DROP TABLE pages; -- é 🌊`,
    lang: null,
  })
  const unknown = page({ canonicalUrl: 'https://b.example/', title: null, publishedAt: null })
  expect(await archive.insertPages([hostile, unknown])).toBe(2)
  expect(await archive.getPages([unknown.id, 'page:missing', hostile.id])).toEqual([unknown, hostile])
})

test('the same snapshot again is not stored twice; a changed page keeps its old one', async () => {
  const url = 'https://c.example/story'
  const first = page({ url, canonicalUrl: url })
  const again = page({ url, canonicalUrl: url, fetchedAt: first.fetchedAt + 60_000 })
  const changed = page({
    url,
    canonicalUrl: url,
    text: 'The river fell.',
    fetchedAt: first.fetchedAt + 120_000,
  })
  expect(await archive.insertPages([first, first])).toBe(1)
  expect(await archive.insertPages([again, changed])).toBe(1)
  expect((await archive.pagesOfUrl(url)).map(({ text }) => text)).toEqual(['The river fell.', first.text])
  expect(await archive.pagesOfUrl('https://c.example/other')).toEqual([])
})

test('a page is found under the address it was read at and the one it calls its own', async () => {
  const stored = page({ url: 'https://d.example/a?ref=1', canonicalUrl: 'https://d.example/a' })
  await archive.insertPages([stored])
  for (const url of [stored.url, stored.canonicalUrl]) expect(await archive.pagesOfUrl(url)).toEqual([stored])
})

test('many long pages are stored by one call', async () => {
  const pages = Array.from({ length: 25 }, (_, n) =>
    page({ canonicalUrl: `https://e.example/${n}`, text: `${n} `.repeat(60_000) }),
  )
  expect(await archive.insertPages(pages)).toBe(25)
  const [last] = await archive.getPages([pages[24]?.id ?? ''])
  expect(last?.text).toBe(pages[24]?.text)
})
