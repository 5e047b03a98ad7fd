import { primarySubtag } from '../../domain/text/language-tag.ts'
import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import type { PageMetadata } from './article.ts'
import { parseFeedDate } from './feed-dates.ts'
import { htmlToLine } from './html-text.ts'
import { parseMarkup } from './parse-markup.ts'
import { forbidsKeeping, PRODUCT } from './robots-directives.ts'

const METAS_MAX = 400
const META_LENGTH_MAX = 2_000
const SCRIPTS_MAX = 20
const SCRIPT_LENGTH_MAX = 500_000
const NODES_MAX = 200
const LINE_LENGTH_MAX = 300
/** The types of schema.org that are articles: https://schema.org/Article and those below it that news sites use. */
const ARTICLE_TYPE =
  /^(?:https?:\/\/schema\.org\/)?(?:\w*Article|Report|BlogPosting|LiveBlogPosting|SocialMediaPosting|\w*NewsArticle)$/

type Head = {
  readonly isWhole: boolean
  readonly metas: Readonly<Record<string, string>>
  readonly canonical: string | null
  readonly title: string
  readonly lang: string | null
  readonly scripts: readonly string[]
  readonly time: string | null
}

/**
 * Reads JSON-LD, meta elements, `<link rel=canonical>`, `<title>` and `lang`. JSON-LD wins over meta. Never throws.
 *
 * @returns `isWhole` false when the page was too large or too deep to be read to its end
 */
export function readPageMetadata(html: string): PageMetadata & { readonly isWhole: boolean } {
  const head = readHead(html)
  const linked = findArticle(head.scripts)
  const meta = (...names: string[]) =>
    names.map((name) => head.metas[name]).find((value) => value !== undefined)
  return {
    isWhole: head.isWhole,
    title: line(asString(linked?.['headline']) ?? meta('og:title', 'twitter:title') ?? head.title),
    byline: line(
      authorOf(linked) ?? nameNotAddress(meta('author', 'article:author', 'dc.creator', 'parsely-author')),
    ),
    site: line(meta('og:site_name') ?? asString(asObject(linked?.['publisher'])?.['name']) ?? undefined),
    publishedAt:
      parseFeedDate(asString(linked?.['datePublished'])) ??
      parseFeedDate(
        meta('article:published_time', 'og:published_time', 'date', 'dc.date', 'pubdate', 'publish-date'),
      ) ??
      parseFeedDate(head.time),
    modifiedAt:
      parseFeedDate(asString(linked?.['dateModified'])) ??
      parseFeedDate(meta('article:modified_time', 'og:updated_time', 'last-modified')),
    lang: primarySubtag(
      head.lang ?? asString(linked?.['inLanguage']) ?? meta('content-language', 'og:locale') ?? null,
    ),
    isForbidden: ['robots', PRODUCT].some((name) => forbidsKeeping(head.metas[name], PRODUCT)),
    canonical: head.canonical ?? meta('og:url') ?? null,
  }
}

function readHead(html: string): Head {
  const metas: Record<string, string> = Object.create(null)
  const scripts: string[] = []
  let canonical: string | null = null
  let title = ''
  let lang: string | null = null
  let time: string | null = null
  let inside: 'title' | 'script' | null = null
  let hasTitle = false
  let metaCount = 0
  const isWhole = parseMarkup(
    html,
    {
      onopentag: (name, attributes) => {
        inside = null
        if (name === 'html') lang ??= attributes['lang'] ?? attributes['xml:lang'] ?? null
        if (name === 'title' && !hasTitle) inside = 'title'
        if (name === 'time') time ??= attributes['datetime'] ?? null
        if (name === 'link' && /\bcanonical\b/i.test(attributes['rel'] ?? ''))
          canonical ??= attributes['href'] ?? null
        if (name === 'script' && /ld\+json/i.test(attributes['type'] ?? '') && scripts.length < SCRIPTS_MAX) {
          inside = 'script'
          scripts.push('')
        }
        if (name !== 'meta' || metaCount++ > METAS_MAX) return
        const key = (
          attributes['property'] ??
          attributes['name'] ??
          attributes['itemprop'] ??
          attributes['http-equiv'] ??
          ''
        )
          .trim()
          .toLowerCase()
        const content = attributes['content']
        if (key !== '' && content) metas[key] ??= content.slice(0, META_LENGTH_MAX)
      },
      ontext: (text) => {
        if (inside === 'title' && title.length < META_LENGTH_MAX) title += text
        const script = scripts.at(-1) ?? ''
        if (inside === 'script' && script.length < SCRIPT_LENGTH_MAX)
          scripts[scripts.length - 1] = script + text
      },
      onclosetag: (name) => {
        if (name === 'title') hasTitle = true
        inside = null
      },
    },
    'html',
  )
  return { isWhole, metas, canonical, title, lang, scripts, time }
}

/** The first article among the JSON-LD of a page: alone, in a list, or in a graph. */
function findArticle(scripts: readonly string[]): JsonObject | null {
  for (const script of scripts) {
    const article = nodesOf(parsed(script)).find(isArticle)
    if (article !== undefined) return article
  }
  return null
}

function nodesOf(value: unknown): JsonObject[] {
  const nodes: readonly unknown[] = Array.isArray(value) ? value : [value]
  return nodes.slice(0, NODES_MAX).flatMap((node): JsonObject[] => {
    const object = asObject(node)
    if (object === null) return []
    const graph = asArray(object['@graph']).slice(0, NODES_MAX).map(asObject)
    return [object, ...graph.filter((inner) => inner !== null)]
  })
}

function isArticle(node: JsonObject): boolean {
  const type = node['@type']
  return (Array.isArray(type) ? type : [type]).some(
    (name) => typeof name === 'string' && ARTICLE_TYPE.test(name),
  )
}

function parsed(script: string): unknown {
  try {
    return JSON.parse(withoutComment(script.trim()))
  } catch {
    // Broken JSON-LD is common and only a hint is lost with it.
    return null
  }
}

/** Some pages put their JSON into an HTML comment. */
function withoutComment(script: string): string {
  return script.startsWith('<!--') ? script.slice(4, script.endsWith('-->') ? -3 : undefined) : script
}

function authorOf(linked: JsonObject | null): string | undefined {
  const authors = linked?.['author']
  const names = (Array.isArray(authors) ? authors : [authors]).slice(0, 5).flatMap((author) => {
    const name = asString(author) ?? asString(asObject(author)?.['name'])
    return nameNotAddress(name ?? undefined) ?? []
  })
  return names.length === 0 ? undefined : names.join(', ')
}

/** Some pages give the address of a profile where a name belongs. */
function nameNotAddress(name: string | undefined): string | undefined {
  return name === undefined || /^https?:/i.test(name.trim()) ? undefined : name
}

function line(value: string | undefined): string | null {
  return htmlToLine(value, LINE_LENGTH_MAX)
}
