import { decodeText } from '../../lib/safe-fetch/decode-text.ts'
import { htmlToText, tidyText } from '../feeds/html-text.ts'
import { readPageMetadata } from '../feeds/page-metadata.ts'
import { readArticle } from '../feeds/read-article.ts'
import {
  type DocumentBytes,
  type DocumentReading,
  makeDocument,
  READ_LENGTH_MAX,
  unreadable,
} from './read-document.ts'

/** Names in an address that a file saved from the web cannot have; Readability wants one. */
const NOWHERE = 'https://file.invalid/'
/** A page whose text is shorter than this, menus included, says nothing. */
const TEXT_LENGTH_MIN = 40

/** The article of an HTML document; of a file without one, all its text. Never throws. */
export function readHtml({ bytes, contentType, url }: DocumentBytes): DocumentReading {
  const html = decodeText(bytes, contentType, 'html').text
  const reading = readArticle(html, url ?? NOWHERE)
  if (reading.kind === 'article') {
    const { canonicalUrl, isForbidden, ...article } = reading.article
    // What a person saved is theirs to read.
    if (isForbidden && url !== null) return unreadable('noindex')
    return makeDocument({ kind: 'html', ...article, canonicalUrl: url === null ? null : canonicalUrl })
  }
  if (reading.reason === 'too_complex') return unreadable('too_complex')
  // On the web, what is left without an article is menus; a file was chosen by a person.
  return url === null ? readWholeHtml(html) : unreadable('no_text')
}

function readWholeHtml(html: string): DocumentReading {
  const { title, byline, site, publishedAt, lang } = readPageMetadata(html)
  const text = htmlToText(html, READ_LENGTH_MAX)
  if (text.length < TEXT_LENGTH_MIN) return unreadable('no_text')
  return makeDocument({ kind: 'html', text, title, byline, site, publishedAt, lang })
}

/** Plain text, in whatever encoding it is. Never throws. */
export function readPlainText(document: DocumentBytes): DocumentReading {
  return makeDocument({ kind: 'text', text: tidyText(decodePlain(document), READ_LENGTH_MAX) })
}

/** Text of a file that is no markup. */
export function decodePlain({ bytes, contentType }: DocumentBytes): string {
  return decodeText(bytes, contentType, 'xml').text
}
