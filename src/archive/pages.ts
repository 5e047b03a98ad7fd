import { AppError } from '../domain/errors.ts'
import type { Page, PageId } from '../domain/page.ts'
import { isStorableTime } from '../domain/storable-time.ts'
import { analyseText } from '../domain/text/analyse-text.ts'
import type { Connections } from './connections.ts'
import { escapeField } from './escape-field.ts'
import { idLines } from './id-lines.ts'
import { PAGES } from './pages-table.ts'

/** Columns of a row as `encodePage` writes it, with the types in which the engine reads it. */
const COLUMNS: readonly (readonly [name: string, type: string])[] = [
  ['id', 'String'],
  ['url', 'String'],
  ['canonical_url', 'String'],
  ['site', 'String'],
  ['title', 'Nullable(String)'],
  ['byline', 'Nullable(String)'],
  ['published_at', 'Nullable(DateTime64(3))'],
  ['fetched_at', 'DateTime64(3)'],
  ['lang', 'Nullable(String)'],
  ['text', 'String'],
  ['text_sha256', 'String'],
  ['raw_sha256', 'String'],
  ['raw_size_bytes', 'UInt64'],
  ['terms', 'Array(String)'],
  ['term_count', 'UInt32'],
]
const COLUMN_NAMES = COLUMNS.map(([name]) => name).join(', ')
const ROW_TYPE = COLUMNS.map(([name, type]) => `${name} ${type.replace('(3)', "(3, ''UTC'')")}`).join(', ')
/** Rows travel as text in the statement: UTF-16 units of one statement, beyond which another is begun. */
const STATEMENT_LENGTH = 2_000_000

type PageRow = {
  id: string
  url: string
  canonical_url: string
  site: string
  title: string | null
  byline: string | null
  published_ms: number | null
  fetched_ms: number
  lang: string | null
  text: string
  text_sha256: string
  raw_sha256: string
  raw_size_bytes: number
}

const SELECTED =
  'SELECT id, url, canonical_url, site, title, byline, toUnixTimestamp64Milli(published_at) AS published_ms, ' +
  'toUnixTimestamp64Milli(fetched_at) AS fetched_ms, lang, text, text_sha256, raw_sha256, raw_size_bytes ' +
  `FROM ${PAGES.name}`
const ID_IN_LINES = "id IN (SELECT id FROM format(TSV, 'id String', {lines:String}))"
/** Snapshots of one address looked at; more exist only where a page changes with every reading. */
const SNAPSHOTS_MAX = 1_000

/**
 * Stores snapshots that are not there yet. The caller sees to it that one batch runs at a time.
 *
 * @returns how many were new
 * @throws {AppError} invalid_input when `fetchedAt` is outside the years 1900 to 2299
 */
export async function insertPages(connections: Connections, pages: readonly Page[]): Promise<number> {
  const byId = new Map(pages.map((page) => [page.id, page]))
  if (byId.size === 0) return 0
  const known = await connections.readOnWriter<{ id: PageId }>({
    sql: `SELECT id FROM ${PAGES.name} WHERE ${ID_IN_LINES}`,
    params: { lines: idLines([...byId.keys()]) },
  })
  for (const { id } of known) byId.delete(id)
  await writePages(connections, [...byId.values()])
  return byId.size
}

/** Writes rows without looking whether they are there. */
export async function writePages(connections: Connections, pages: readonly Page[]): Promise<void> {
  for (const rows of statementsOf(pages.map(encodePage))) {
    await connections.command({
      sql:
        `INSERT INTO ${PAGES.name} (${COLUMN_NAMES}) ` +
        `SELECT ${COLUMN_NAMES} FROM format(TSV, '${ROW_TYPE}', {rows:String})`,
      params: { rows },
    })
  }
}

function statementsOf(rows: readonly string[]): string[] {
  const statements: string[] = []
  for (const row of rows) {
    const last = statements.at(-1)
    if (last === undefined || last.length + row.length > STATEMENT_LENGTH) statements.push(row)
    else statements[statements.length - 1] = last + row
  }
  return statements
}

/** Snapshots in the order of `ids`; ids that are not in the archive are left out. */
export async function getPages(
  connections: Pick<Connections, 'read'>,
  ids: readonly PageId[],
  signal?: AbortSignal,
): Promise<Page[]> {
  if (ids.length === 0) return []
  const rows = await connections.read<PageRow>({
    sql: `${SELECTED} WHERE ${ID_IN_LINES}`,
    params: { lines: idLines([...new Set(ids)]) },
    signal,
  })
  const byId = new Map(rows.map((row) => [row.id, readPage(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** Snapshots of one address, whether the page was read there or calls itself so; newest first, at most 1,000. */
export async function pagesOfUrl(
  connections: Connections,
  url: string,
  signal?: AbortSignal,
): Promise<Page[]> {
  const rows = await connections.read<PageRow>({
    sql:
      `${SELECTED} WHERE url = {url:String} OR canonical_url = {url:String} ` +
      `ORDER BY fetched_at DESC, id LIMIT ${SNAPSHOTS_MAX}`,
    params: { url },
    signal,
  })
  return [...new Map(rows.map((row) => [row.id, readPage(row)])).values()]
}

function encodePage(page: Page): string {
  const { terms } = analyseText(`${page.title ?? ''}\n\n${page.text}`, { lang: page.lang })
  const fields = [
    escapeField(page.id),
    escapeField(page.url),
    escapeField(page.canonicalUrl),
    escapeField(page.site),
    optionalText(page.title),
    optionalText(page.byline),
    isHeld(page.publishedAt) ? time(page.publishedAt) : UNKNOWN,
    fetchedTime(page.fetchedAt),
    optionalText(page.lang),
    escapeField(page.text),
    page.textSha256,
    page.rawSha256,
    String(page.rawSizeBytes),
    `[${terms.map((term) => `'${escapeField(term)}'`).join(',')}]`,
    String(terms.length),
  ]
  return `${fields.join('\t')}\n`
}

const UNKNOWN = '\\N'

function optionalText(value: string | null): string {
  return value === null ? UNKNOWN : escapeField(value)
}

function isHeld(at: number | null): at is number {
  return at !== null && isStorableTime(at)
}

function fetchedTime(at: number): string {
  if (!isHeld(at))
    throw new AppError('invalid_input', `A page was fetched outside the years 1900 to 2299 (${at}).`)
  return time(at)
}

function time(at: number): string {
  return new Date(at).toISOString().slice(0, 23).replace('T', ' ')
}

function readPage(row: PageRow): Page {
  return {
    id: row.id,
    url: row.url,
    canonicalUrl: row.canonical_url,
    site: row.site,
    title: row.title,
    byline: row.byline,
    publishedAt: row.published_ms,
    fetchedAt: row.fetched_ms,
    lang: row.lang,
    text: row.text,
    textSha256: row.text_sha256,
    rawSha256: row.raw_sha256,
    rawSizeBytes: row.raw_size_bytes,
  }
}
