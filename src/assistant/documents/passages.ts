import type { Citation } from '../../domain/answer.ts'
import { makePost, type Post, type PostId } from '../../domain/post.ts'
import { type EvidenceDocument, pageNumberAt } from './evidence-document.ts'

/**
 * A piece of a page or a file, read as if it were a post of its site: so pages go through the same reading and corroboration
 * as posts, and copies of one text under two sites count once. `post.text` is the stored text from `start` on, unchanged.
 */
export type Passage = {
  readonly post: Post
  readonly document: EvidenceDocument
  /** Offset of `post.text` in `document.text`, UTF-16 code units. */
  readonly start: number
}

/**
 * A passage is a paragraph, of a table a row: a post speaks of one thing, a page of many, and a number must not be taken for
 * that of a name which stands two paragraphs further on. Longer paragraphs are cut after a sentence before this length.
 */
const PASSAGE_LENGTH = 600
/** Where there is no better place, a passage is cut in the middle of a sentence. */
const PASSAGE_LENGTH_MAX = 1_200
const PARAGRAPH_END = /\n[^\S\n]*\n\s*/
const ROW_END = /\n\s*/
const SENTENCE_END = /[.!?…]["'”’»)]*\s+/g

/** Cuts a document into passages, in order and without gaps but for white space. Cost: linear in its length. */
export function cutPassages(document: EvidenceDocument): Passage[] {
  const { text } = document
  const passages: Passage[] = []
  let start = skipSpace(text, 0)
  while (start < text.length) {
    const end = passageEnd(text, start, document.isTable ? ROW_END : PARAGRAPH_END)
    const piece = text.slice(start, end).trimEnd()
    if (piece !== '') passages.push(makePassage(document, start, piece))
    start = skipSpace(text, end)
  }
  return passages
}

/** All of a document as one passage, for what may stand anywhere in it. */
export function wholeDocument(document: EvidenceDocument): Passage {
  return makePassage(document, 0, document.text)
}

/** The post under which the title of a document is read: it lends its names to every passage. */
export function titlePost(document: EvidenceDocument): Post | null {
  if (document.title === null) return null
  return makePost({ ...speakerOf(document), id: titleId(document), text: document.title })
}

function makePassage(document: EvidenceDocument, start: number, text: string): Passage {
  const post = makePost({
    ...speakerOf(document),
    id: `${document.id}#${start}`,
    text,
    lang: document.lang,
    createdAt: document.publishedAt,
    replyTo: document.title === null ? null : titleId(document),
    // Who passes on a link to the page and the page itself are one voice.
    urls: document.url === null ? [] : [document.url],
    source: document.kind,
  })
  return { post, document, start }
}

function speakerOf({ speaker, site }: EvidenceDocument): Pick<Post, 'author' | 'authorName'> {
  return { author: speaker, authorName: site }
}

function titleId({ id }: EvidenceDocument): PostId {
  return `${id}#title`
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1
  return at
}

/** The end of the paragraph; of a long one the last end of a sentence before the wanted length, else of a word. */
function passageEnd(text: string, start: number, part: RegExp): number {
  const ahead = text.slice(start, start + PASSAGE_LENGTH_MAX)
  const paragraph = part.exec(ahead)
  if (paragraph !== null && paragraph.index <= PASSAGE_LENGTH)
    return start + paragraph.index + paragraph[0].length
  if (text.length - start <= PASSAGE_LENGTH) return text.length
  const end = lastBefore(ahead, SENTENCE_END, PASSAGE_LENGTH) ?? lastBefore(ahead, /\s+/g, PASSAGE_LENGTH_MAX)
  return start + (end ?? wholeCharacter(text, start + ahead.length) - start)
}

/** Where the last match that begins within `max` ends; a passage of a few words is none. */
function lastBefore(ahead: string, pattern: RegExp, max: number): number | null {
  let last: number | null = null
  for (const match of ahead.matchAll(pattern)) {
    if (match.index > max) break
    last = match.index + match[0].length
  }
  return last !== null && last > max / 6 ? last : null
}

function wholeCharacter(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at
}

/** What a citation of a passage says, but for its number: the place in the stored text of the document. */
export function placeInDocument(
  { document, start, post }: Passage,
  span: { readonly start: number; readonly end: number },
): Omit<Citation, 'n' | 'independent'> {
  const { id, url, speaker, site, title, publishedAt, fetchedAt } = document
  const from = start + span.start
  return {
    kind: 'page',
    id,
    url,
    author: speaker,
    authorName: site,
    createdAt: publishedAt,
    quote: post.text.slice(span.start, span.end),
    start: from,
    end: start + span.end,
    snapshotId: id,
    document: {
      ...{ title, site, publishedAt, fetchedAt },
      fileName: document.kind === 'file' ? site : null,
      pageNumber: pageNumberAt(document, from),
    },
  }
}
