import { visibleText } from '../domain/text/safe-text.ts'
import type { DraftPost } from '../ledger/bot-replies.ts'
import type { PostStyle } from './bot-network.ts'

/** A part of a line: words, or a link. */
export type Piece = string | { readonly words: string; readonly url: string }
export type Line = readonly Piece[]

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })
const LINK_WORDS_MAX = 40
export const POSTS_MAX = 3

/**
 * Lines as posts, each within the length. `first` always stands in the first post, with `link` behind it; `more` follows in the same
 * post where all of it fits, else in posts below it, and what fits in none is left out.
 *
 * @returns 1 to 3 posts
 */
export function fitPosts(
  {
    first,
    more,
    link,
  }: { readonly first: readonly Line[]; readonly more: readonly Line[]; readonly link: Line | null },
  style: PostStyle,
): DraftPost[] {
  const end = link === null ? [] : [link]
  if (fits([...first, ...more, ...end], style)) return [render([...first, ...more, ...end], style)]
  const posts: Line[][] = [[...first, ...end]]
  let left = [...more]
  // Without a link at its end, the first post takes as much as it can.
  if (link === null) left = fill(posts[0] ?? [], left, style)
  while (left.length > 0 && posts.length < POSTS_MAX) {
    const post: Line[] = []
    const rest = fill(post, left, style)
    if (post.length > 0) posts.push(post)
    left = post.length > 0 ? rest : rest.slice(1)
  }
  return posts.map((lines) => render(lines, style))
}

/** Adds lines while they fit. @returns those that did not */
function fill(post: Line[], lines: readonly Line[], style: PostStyle): Line[] {
  for (const [index, line] of lines.entries()) {
    if (!fits([...post, line], style)) return lines.slice(index)
    post.push(line)
  }
  return []
}

/** Length of a text as people count it. */
export function graphemes(text: string): number {
  return [...GRAPHEMES.segment(text)].length
}

/** A text of at most so many graphemes, cut between words where it can be. */
export function cut(text: string, max: number): string {
  const parts = [...GRAPHEMES.segment(text)].map(({ segment }) => segment)
  if (parts.length <= max) return text
  const head = parts.slice(0, max - 1).join('')
  const space = head.lastIndexOf(' ')
  return `${(space > head.length / 2 ? head.slice(0, space) : head).replace(/[\s,;:–—-]+$/u, '')}…`
}

/**
 * Words of others on one line, so that they call nobody, carry no link or tag, and hide nothing: what we repeat is repeated as
 * text alone.
 */
export function quoted(text: string, max: number): string {
  const plain = visibleText(text)
    .replace(/\bhttps?:\/\/\S+/giu, '')
    .replace(/\s+/g, ' ')
    .trim()
  return cut(plain, max).replace(/[@#]/g, '$&\u200b')
}

/** A link whose words are the beginning of its address. */
export function linkTo(url: string): Piece {
  const words = url
    .replace(/^https?:\/\/(?:www\.)?/i, '')
    .replace(/\/$/, '')
    .replace(/[?#].*$/s, '')
  return { words: cut(words, LINK_WORDS_MAX), url }
}

function fits(lines: readonly Line[], style: PostStyle): boolean {
  const { links, addressLength } = style
  let length = Math.max(lines.length - 1, 0)
  for (const piece of lines.flat()) {
    if (typeof piece === 'string') length += graphemes(piece)
    else length += links === 'words' ? graphemes(piece.words) : (addressLength ?? graphemes(piece.url))
  }
  return length <= style.graphemesMax
}

function render(lines: readonly Line[], { links: look }: PostStyle): DraftPost {
  let text = ''
  const links: { start: number; end: number; url: string }[] = []
  for (const [index, line] of lines.entries()) {
    if (index > 0) text += '\n'
    for (const piece of line) {
      if (typeof piece === 'string') text += piece
      else {
        const words = look === 'words' ? piece.words : piece.url
        links.push({ start: text.length, end: text.length + words.length, url: piece.url })
        text += words
      }
    }
  }
  return { text, links }
}
