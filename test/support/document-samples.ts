import { buildZip } from './zip-builder.ts'

/** A PDF with a page for each list of lines, 14 points apart; `null` leaves a gap as between paragraphs. */
export function buildPdf(
  pages: readonly (readonly (string | null)[])[],
  { title }: { title?: string } = {},
): Buffer {
  const objects: string[] = []
  const add = (body: string) => objects.push(body)
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ')
  add('<< /Type /Catalog /Pages 2 0 R >>')
  add(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`)
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
  for (const [index, lines] of pages.entries()) {
    const stream = `BT /F1 12 Tf 14 TL 72 720 Td ${lines.map(lineOperators).join(' ')} ET`
    add(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> ' +
        `/Contents ${5 + index * 2} 0 R >>`,
    )
    add(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`)
  }
  if (title !== undefined) add(`<< /Title (${escapePdf(title)}) >>`)
  return assemble(objects, title === undefined ? '' : `/Info ${objects.length} 0 R`)
}

function lineOperators(line: string | null): string {
  return line === null ? 'T*' : `(${escapePdf(line)}) Tj T*`
}

function escapePdf(text: string): string {
  return text.replace(/[\\()]/g, '\\$&')
}

function assemble(objects: readonly string[], trailer: string): Buffer {
  let file = '%PDF-1.4\n'
  const offsets: number[] = []
  for (const [index, body] of objects.entries()) {
    offsets.push(file.length)
    file += `${index + 1} 0 obj\n${body}\nendobj\n`
  }
  const start = file.length
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF`
  return Buffer.from(file, 'latin1')
}

/** A Word file whose body is the given XML inside `w:body`. */
export function buildDocx(body: string, zip: { claimedBytes?: number; flags?: number } = {}): Buffer {
  const content =
    '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' +
    `<w:body>${body}</w:body></w:document>`
  return buildZip([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'word/document.xml', content, ...zip },
  ])
}

/** A paragraph of a Word file. */
export function paragraph(text: string): string {
  return `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
}
