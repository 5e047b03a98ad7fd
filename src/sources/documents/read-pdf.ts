import { tidyText } from '../feeds/html-text.ts'
import { DOCUMENT_LENGTH_MAX, type DocumentReading, makeDocument, unreadable } from './read-document.ts'

/** More pages than the longest reports; a page of a bomb costs as much as one of a report. */
const PAGES_MAX = 3_000
const PAGE_LENGTH_MAX = 200_000
/** A gap between two lines that is this many line heights begins a paragraph. */
const PARAGRAPH_GAP = 1.6
const PARAGRAPH = '\n\n'

/** A run of text as PDF.js gives it; `transform` ends with the place on the page, from the bottom left. */
type TextRun = {
  readonly str: string
  readonly hasEOL: boolean
  readonly height: number
  readonly transform: readonly number[]
}

/**
 * The text of a PDF page by page, lines joined to paragraphs. Nothing in it is run or fetched. Costs about 5 ms a page, on
 * hostile input much more: call it where it can be stopped. Never throws.
 */
export async function readPdf(bytes: Uint8Array): Promise<DocumentReading> {
  const { getDocumentProxy } = await import('unpdf')
  try {
    // PDF.js takes the buffer for itself.
    const pdf = await getDocumentProxy(new Uint8Array(bytes), {
      disableFontFace: true,
      useSystemFonts: false,
      verbosity: 0,
    })
    if (pdf.numPages > PAGES_MAX) return unreadable('too_long')
    const title = await titleOf(pdf)
    const pages: string[] = []
    let length = 0
    for (let number = 1; number <= pdf.numPages && length <= DOCUMENT_LENGTH_MAX; number += 1) {
      const page = await pdf.getPage(number)
      const { items } = await page.getTextContent()
      const runs = items.filter((item) => 'str' in item) as readonly TextRun[]
      const text = tidyText(joinRuns(runs), PAGE_LENGTH_MAX)
      pages.push(text)
      length += text.length + PARAGRAPH.length
      page.cleanup()
    }
    return joinPages(pages, title)
  } catch (error) {
    return unreadable(error instanceof Error && error.name === 'PasswordException' ? 'encrypted' : 'broken')
  }
}

type PdfDocument = Awaited<ReturnType<typeof import('unpdf')['getDocumentProxy']>>

async function titleOf(pdf: PdfDocument): Promise<string | null> {
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }))
  const title = 'Title' in info && typeof info.Title === 'string' ? info.Title : ''
  const line = tidyText(title, 300).replace(/\s+/g, ' ')
  return line === '' ? null : line
}

function joinPages(pages: readonly string[], title: string | null): DocumentReading {
  const pageStarts: number[] = []
  let text = ''
  for (const page of pages) {
    if (text !== '' && page !== '') text += PARAGRAPH
    pageStarts.push(text.length)
    text += page
  }
  return makeDocument({ kind: 'pdf', text, pageStarts, title })
}

/** Lines of a page as paragraphs: a line goes on in the next one unless there is a gap between them. */
function joinRuns(runs: readonly TextRun[]): string {
  let text = ''
  for (const [index, run] of runs.entries()) {
    text += run.str
    if (!run.hasEOL) continue
    const next = runs.slice(index + 1, index + 4).find(({ str }) => str.trim() !== '')
    text = endLine(text, run, next)
  }
  return text
}

function endLine(text: string, run: TextRun, next: TextRun | undefined): string {
  if (next === undefined || isApart(run, next)) return text + PARAGRAPH
  // A word cut at the end of a line is put together; a hyphen between capitals or digits is its own.
  if (/\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(next.str)) return text.slice(0, -1)
  return /\s$/.test(text) ? text : `${text} `
}

function isApart(run: TextRun, next: TextRun): boolean {
  const gap = (run.transform[5] ?? 0) - (next.transform[5] ?? 0)
  const height = Math.max(run.height, next.height, 1)
  // Upwards is another column or the foot of the page.
  return gap > PARAGRAPH_GAP * height || gap < -height
}
