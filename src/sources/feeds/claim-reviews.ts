import type { PageReview } from '../../domain/page-review.ts'
import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { parseFeedDate } from './feed-dates.ts'
import { htmlToLine } from './html-text.ts'
import { parseMarkup } from './parse-markup.ts'

const REVIEWS_MAX = 20
const SCRIPTS_MAX = 40
const SCRIPT_LENGTH_MAX = 500_000
const NODES_MAX = 500
const CLAIM_LENGTH_MAX = 1_000
const LINE_LENGTH_MAX = 200
const CLAIM_REVIEW = /(?:^|[/#:])ClaimReview$/

/**
 * The checks of claims that a page publishes about itself: ClaimReview as JSON-LD or microdata. A page without the word in it costs
 * one search. Never throws.
 *
 * @see https://schema.org/ClaimReview
 */
export function readClaimReviews(html: string): PageReview[] {
  if (!html.includes('ClaimReview')) return []
  const { scripts, items } = readMarkup(html)
  const linked = scripts.flatMap((script) => reviewNodes(parsed(script))).map(fromJson)
  const found = [...linked, ...items.map(fromItem)].flatMap((review) => review ?? [])
  const byClaim = new Map(found.map((review) => [`${review.claim}\n${review.url}`, review]))
  return [...byClaim.values()].slice(0, REVIEWS_MAX)
}

/** Properties of one microdata item, first value of each; nested ones under `outer.inner`. */
type Item = Map<string, string>
type Open = {
  readonly name: string
  readonly prop: string | null
  readonly item: Item | null
  readonly path: string
}

function readMarkup(html: string): { scripts: string[]; items: Item[] } {
  const scripts: string[] = []
  const items: Item[] = []
  const open: Open[] = []
  let isScript = false
  const put = (item: Item, path: string, value: string) => {
    if ((item.get(path)?.length ?? 0) < CLAIM_LENGTH_MAX) item.set(path, (item.get(path) ?? '') + value)
  }
  parseMarkup(
    html,
    {
      onopentag: (name, attributes) => {
        isScript =
          name === 'script' && /ld\+json/i.test(attributes['type'] ?? '') && scripts.length < SCRIPTS_MAX
        if (isScript) scripts.push('')
        const outer = open.at(-1)
        const isReview = CLAIM_REVIEW.test((attributes['itemtype'] ?? '').trim())
        const prop = attributes['itemprop']?.trim().split(/\s+/)[0] ?? null
        const item = isReview ? new Map<string, string>() : (outer?.item ?? null)
        if (isReview && item !== null && items.length < REVIEWS_MAX) items.push(item)
        const path = isReview ? '' : joined(outer?.path ?? '', prop)
        const given = attributes['content'] ?? attributes['datetime'] ?? attributes['href']
        if (item !== null && prop !== null && given !== undefined && !item.has(path)) put(item, path, given)
        open.push({ name, prop: given === undefined ? prop : null, item, path })
      },
      ontext: (text) => {
        const at = scripts.length - 1
        if (isScript && (scripts[at]?.length ?? 0) < SCRIPT_LENGTH_MAX) scripts[at] += text
        const inner = open.at(-1)
        if (!isScript && inner?.item && inner.prop !== null) put(inner.item, inner.path, text)
      },
      onclosetag: () => {
        isScript = false
        open.pop()
      },
    },
    'html',
  )
  return { scripts, items }
}

function joined(path: string, prop: string | null): string {
  if (prop === null) return path
  return path === '' ? prop : `${path}.${prop}`
}

function fromItem(item: Item): PageReview | null {
  const first = (...paths: string[]) => paths.map((path) => item.get(path)).find((value) => value?.trim())
  return makeReview({
    claim: first('claimReviewed', 'itemReviewed.name'),
    claimant: first('itemReviewed.author.name', 'itemReviewed.author'),
    publisher: first('author.name', 'publisher.name', 'author'),
    url: first('url'),
    rating: first('reviewRating.alternateName', 'reviewRating.ratingValue'),
    reviewed: first('datePublished'),
  })
}

function fromJson(node: JsonObject): PageReview | null {
  const reviewed = firstObject(node['itemReviewed'])
  const rating = firstObject(node['reviewRating'])
  return makeReview({
    claim: asString(node['claimReviewed']) ?? asString(reviewed?.['name']),
    claimant: nameOf(reviewed?.['author']),
    publisher: nameOf(node['author']) ?? nameOf(node['publisher']),
    url: asString(node['url']),
    rating: asString(rating?.['alternateName']) ?? textOf(rating?.['ratingValue']),
    reviewed: asString(node['datePublished']),
  })
}

type Written = Record<
  'claim' | 'claimant' | 'publisher' | 'url' | 'rating' | 'reviewed',
  string | null | undefined
>

function makeReview({ claim, claimant, publisher, url, rating, reviewed }: Written): PageReview | null {
  const text = htmlToLine(claim ?? undefined, CLAIM_LENGTH_MAX)
  if (text === null || text.length < 8) return null
  const line = (value: string | null | undefined) => htmlToLine(value ?? undefined, LINE_LENGTH_MAX)
  return {
    ...{ claim: text, claimant: line(claimant), publisher: line(publisher), rating: line(rating) },
    url: url?.trim().slice(0, 2_000) ?? null,
    reviewedAt: parseFeedDate(reviewed ?? null),
  }
}

function reviewNodes(value: unknown): JsonObject[] {
  const found: JsonObject[] = []
  const waiting: unknown[] = [value]
  for (let seen = 0; waiting.length > 0 && seen < NODES_MAX; seen++) {
    const next = waiting.shift()
    if (Array.isArray(next)) {
      waiting.push(...next.slice(0, NODES_MAX))
      continue
    }
    const node = asObject(next)
    if (node === null) continue
    const types = Array.isArray(node['@type']) ? node['@type'] : [node['@type']]
    if (types.some((type) => typeof type === 'string' && CLAIM_REVIEW.test(`/${type}`))) found.push(node)
    waiting.push(
      ...asArray(node['@graph']),
      ...asArray(node['itemListElement']),
      node['item'],
      node['review'],
    )
  }
  return found
}

function nameOf(value: unknown): string | null {
  const [first] = Array.isArray(value) ? value : [value]
  return asString(first) ?? asString(asObject(first)?.['name']) ?? null
}

function firstObject(value: unknown): JsonObject | null {
  return asObject(Array.isArray(value) ? value[0] : value)
}

function textOf(value: unknown): string | null {
  return typeof value === 'number' ? String(value) : (asString(value) ?? null)
}

function parsed(script: string): unknown {
  try {
    return JSON.parse(script.trim().replace(/^<!--/, '').replace(/-->$/, ''))
  } catch {
    // Broken JSON-LD is common; only a hint is lost with it.
    return null
  }
}
