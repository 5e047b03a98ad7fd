import { detectKind } from './detect-kind.ts'
import { readCsv } from './read-csv.ts'
import { type DocumentBytes, type DocumentReading, unreadable } from './read-document.ts'
import { readDocx } from './read-docx.ts'
import { readPdf } from './read-pdf.ts'
import { decodePlain, readHtml, readPlainText } from './read-web-text.ts'

/** Reads the text of a document of any kind that is known. On hostile input it may hang or take all memory. Never throws. */
export async function readDocumentBytes(document: DocumentBytes): Promise<DocumentReading> {
  const kind = detectKind(document)
  switch (kind) {
    case 'pdf':
      return readPdf(document.bytes)
    case 'zip':
      return readDocx(document.bytes)
    case 'html':
      return readHtml(document)
    case 'csv':
      return readCsv(decodePlain(document))
    case 'text':
      return readPlainText(document)
    case 'old_word':
      return unreadable('old_word')
    case null:
      return unreadable(document.bytes.length === 0 ? 'no_text' : 'wrong_type')
  }
}
