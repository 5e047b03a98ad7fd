import { stripControls } from '../../domain/text/safe-text.ts'
import { parseMarkup } from './parse-markup.ts'

/** Elements whose content is no text of the page. */
const SILENT: ReadonlySet<string> = new Set(
  (
    'script style template noscript iframe object embed applet svg math head title textarea select option ' +
    'button audio video canvas frameset noframes noembed'
  ).split(' '),
)
/** Elements that stand in a paragraph of their own. */
const BLOCKS: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section summary table tbody tfoot thead tr ul caption'
  ).split(' '),
)
const CELLS: ReadonlySet<string> = new Set(['td', 'th'])
const PARAGRAPH = '\n\n'

/**
 * The text of an HTML fragment as paragraphs with an empty line between them. Scripts, styles and everything else that
 * is not shown as text leave nothing behind; text that only looks like markup stays text. Never throws.
 *
 * @param lengthMax longest result; what comes after it is not read
 */
export function htmlToText(html: string, lengthMax: number): string {
  const parts: string[] = []
  let length = 0
  const silence: string[] = []
  const add = (part: string) => {
    if (length > 4 * lengthMax) return
    length += part.length
    parts.push(part)
  }
  const breakBefore = (name: string) => {
    if (BLOCKS.has(name)) add(PARAGRAPH)
    else if (name === 'br') add('\n')
    else if (CELLS.has(name)) add(' ')
  }
  parseMarkup(
    html,
    {
      onopentagname: (name) => {
        // The end of a head may be left out.
        if (name === 'body') silence.length = 0
        if (SILENT.has(name)) silence.push(name)
        else if (silence.length === 0) breakBefore(name)
      },
      ontext: (text) => {
        if (silence.length === 0) add(text.replace(/\s+/g, ' '))
      },
      onclosetag: (name) => {
        const opened = silence.lastIndexOf(name)
        if (opened !== -1) silence.length = opened
        else if (silence.length === 0 && BLOCKS.has(name)) add(PARAGRAPH)
      },
    },
    'html',
  )
  return tidyText(parts.join(''), lengthMax)
}

/** White space and invisible characters put in order: single spaces, at most one empty line, none at the ends. */
export function tidyText(text: string, lengthMax: number): string {
  const tidy = stripControls(text)
    .replace(/[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000 ]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, PARAGRAPH)
    .trim()
  return cutText(tidy, lengthMax)
}

/** One line of text without markup, e.g. a title; null when nothing is left. */
export function htmlToLine(html: string | null | undefined, lengthMax: number): string | null {
  if (html === null || html === undefined) return null
  const line = htmlToText(html, lengthMax).replace(/\s+/g, ' ')
  return line === '' ? null : line
}

/** At most `lengthMax` UTF-16 units, cut between words where there is a space near the end. */
export function cutText(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text
  const cut = text.slice(0, lengthMax)
  const space = cut.lastIndexOf(' ')
  return (space > lengthMax * 0.8 ? cut.slice(0, space) : cut).toWellFormed().trimEnd()
}
