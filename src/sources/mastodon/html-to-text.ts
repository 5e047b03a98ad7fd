import { Parser } from 'htmlparser2'
import { isWebUrl } from './web-url.ts'

/** Far above what any instance allows; they bound what a hostile one can cost. */
const HTML_LENGTH_MAX = 100_000
const TAGS_MAX = 5_000

export type ReadableText = {
  readonly text: string
  /** Targets of links that are neither mentions nor tags, in reading order. */
  readonly links: readonly string[]
}

/** Elements that begin and end a line of their own; a paragraph is set off by an empty line. */
const LINES: ReadonlySet<string> = new Set([
  ...['div', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'tr', 'table', 'figure', 'figcaption'],
  ...['section', 'article', 'header', 'footer', 'hr'],
])
const PARAGRAPHS: ReadonlySet<string> = new Set([
  ...['p', 'blockquote', 'pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
])
/** Elements whose content nobody reads. */
const UNREAD: ReadonlySet<string> = new Set([
  ...['script', 'style', 'template', 'title', 'head', 'iframe', 'object', 'svg', 'math', 'noscript'],
  ...['select', 'textarea', 'audio', 'video'],
])

/**
 * The text of a status as people read it. Paragraphs are parted by an empty line, breaks and list items are lines, other
 * white space is one space. A link whose words are a shortened form of its target is written as the whole target;
 * other words are kept with the target in brackets behind them, so that no link is lost and none can lie. Mentions
 * and tags stay as written. Offsets into the result are offsets into the stored text: nothing is changed afterwards.
 *
 * @param skipQuoteLink leaves out the paragraph that repeats a quoted status as a link for old software
 * @returns null when there is more HTML than anybody writes
 * @see https://docs.joinmastodon.org/spec/activitypub/#sanitization
 */
export function htmlToText(html: string, skipQuoteLink: boolean): ReadableText | null {
  if (html.length > HTML_LENGTH_MAX || hasMoreThan(TAGS_MAX, '<', html)) return null
  const writer = new TextWriter(skipQuoteLink)
  const parser = new Parser(writer, {
    decodeEntities: true,
    lowerCaseTags: true,
    recognizeSelfClosing: false,
  })
  parser.end(html)
  return writer.result()
}

type Anchor = {
  /** Null for mentions, tags and targets that are not on the web: their words are enough. */
  readonly target: string | null
  words: string
}

/** Receives the parser's events in document order. Keeps one number per kind of open element, not the tree. */
class TextWriter {
  readonly #skipQuoteLink: boolean
  readonly #links: string[] = []
  readonly #lists: { next: number | null }[] = []
  #text = ''
  /** Line breaks owed before the next word. */
  #breaks = 0
  #hasSpace = false
  #anchor: Anchor | null = null
  #preformatted = 0
  /** Name and depth of the element whose content is left out. */
  #skipped: { readonly name: string; depth: number } | null = null

  constructor(skipQuoteLink: boolean) {
    this.#skipQuoteLink = skipQuoteLink
  }

  onopentag(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#skipped !== null) {
      if (name === this.#skipped.name) this.#skipped.depth += 1
      return
    }
    if (this.#isLeftOut(name, attributes)) {
      this.#skipped = { name, depth: 1 }
      return
    }
    if (name === 'br') this.#break(Math.min(this.#breaks + 1, 2))
    else if (name === 'img') this.#write(attributes['alt'] ?? '')
    else if (name === 'a') this.#openLink(attributes)
    else this.#openBlock(name, attributes)
  }

  ontext(text: string): void {
    if (this.#skipped !== null) return
    if (this.#preformatted === 0) this.#write(text)
    else
      for (const [index, line] of text.split('\n').entries()) {
        if (index > 0) this.#break(Math.min(this.#breaks + 1, 2))
        this.#put(line)
      }
  }

  onclosetag(name: string): void {
    if (this.#skipped !== null) {
      if (name === this.#skipped.name && --this.#skipped.depth === 0) this.#skipped = null
      return
    }
    if (name === 'a') this.#closeLink()
    if (name === 'pre') this.#preformatted = Math.max(this.#preformatted - 1, 0)
    if (name === 'ul' || name === 'ol') this.#lists.pop()
    this.#breakFor(name)
  }

  result(): ReadableText {
    this.#closeLink()
    return { text: this.#text.toWellFormed().replaceAll('\0', '\ufffd'), links: this.#links }
  }

  #isLeftOut(name: string, attributes: Readonly<Record<string, string>>): boolean {
    return UNREAD.has(name) || (this.#skipQuoteLink && hasClass(attributes, 'quote-inline'))
  }

  #openBlock(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#breakFor(name)
    if (name === 'pre') this.#preformatted += 1
    if (name === 'ul') this.#lists.push({ next: null })
    if (name === 'ol') this.#lists.push({ next: startOf(attributes['start']) })
    if (name === 'li') this.#put(this.#bullet())
    if (name === 'td' || name === 'th') this.#hasSpace = true
  }

  #bullet(): string {
    const list = this.#lists.at(-1)
    if (list === undefined || list.next === null) return '- '
    list.next += 1
    return `${list.next - 1}. `
  }

  #openLink(attributes: Readonly<Record<string, string>>): void {
    this.#closeLink()
    const href = attributes['href']?.trim() ?? ''
    const isName = hasClass(attributes, 'mention') || hasClass(attributes, 'hashtag')
    const target = isName || !isWebUrl(href) ? null : href
    this.#anchor = { target, words: '' }
  }

  #closeLink(): void {
    const anchor = this.#anchor
    if (anchor?.words === '' && anchor.target !== null) this.#settle()
    this.#anchor = null
    if (anchor === null || anchor.target === null) return
    this.#links.push(anchor.target)
    const isShort = isShortFormOf(anchor.words, anchor.target)
    this.#text += isShort ? anchor.target : `${anchor.words} (${anchor.target})`
  }

  #breakFor(name: string): void {
    if (PARAGRAPHS.has(name)) this.#break(2)
    else if (LINES.has(name)) this.#break(1)
  }

  #break(lines: number): void {
    this.#breaks = Math.max(this.#breaks, lines)
    this.#hasSpace = false
  }

  /** Text outside `pre`: runs of white space are one space, none at the beginning of a line. */
  #write(text: string): void {
    for (const piece of text.split(/([ \t\n\f\r]+)/)) {
      if (piece === '') continue
      if (/^[ \t\n\f\r]/.test(piece)) this.#hasSpace = this.#breaks === 0
      else this.#put(piece)
    }
  }

  #put(piece: string): void {
    if (piece === '') return
    this.#settle()
    this.#append(piece)
  }

  #append(piece: string): void {
    if (this.#anchor !== null && this.#anchor.target !== null) this.#anchor.words += piece
    else this.#text += piece
  }

  /** Writes the breaks or the space owed. Nothing precedes the first word; what precedes a link's first is not its. */
  #settle(): void {
    const owed = this.#breaks > 0 ? '\n'.repeat(this.#breaks) : this.#hasSpace ? ' ' : ''
    if ((this.#anchor?.words ?? '') !== '') this.#append(owed)
    else if (this.#text !== '') this.#text += owed
    this.#breaks = 0
    this.#hasSpace = false
  }
}

/** Whether the words are the target itself, or the target without its scheme, its end cut off or marked by an ellipsis. */
function isShortFormOf(words: string, target: string): boolean {
  const shown = bare(words).replace(/(?:…|\.{3})$/u, '')
  return shown === '' || (shown.includes('.') && bare(target).startsWith(shown))
}

function bare(url: string): string {
  const plain = url
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/^www\./i, '')
    .replace(/\/$/, '')
  try {
    return decodeURI(plain).toLowerCase()
  } catch {
    return plain.toLowerCase()
  }
}

function hasClass(attributes: Readonly<Record<string, string>>, wanted: string): boolean {
  return (attributes['class'] ?? '').split(/\s+/, 20).includes(wanted)
}

function hasMoreThan(max: number, wanted: string, text: string): boolean {
  let at = text.indexOf(wanted)
  for (let count = 0; at >= 0 && count < max; count += 1) at = text.indexOf(wanted, at + 1)
  return at >= 0
}

function startOf(value: string | undefined): number {
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : 1
}
