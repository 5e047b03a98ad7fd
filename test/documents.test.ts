import { describe, expect, test } from 'vitest'
import { Random } from '../src/lib/random.ts'
import { DocumentReader } from '../src/sources/documents/document-reader.ts'
import { readDocumentBytes } from '../src/sources/documents/perform-reading.ts'
import { DOCUMENT_LENGTH_MAX, type DocumentText } from '../src/sources/documents/read-document.ts'
import { buildDocx, buildPdf, paragraph } from './support/document-samples.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { articlePage } from './support/feed-samples.ts'
import { buildZip } from './support/zip-builder.ts'

const NO_CLAIMS = { contentType: null, url: null }

function read(bytes: Uint8Array | string, name = 'file') {
  return readDocumentBytes({ bytes: Buffer.from(bytes), name, ...NO_CLAIMS })
}

async function textOf(bytes: Uint8Array | string, name?: string): Promise<DocumentText> {
  const reading = await read(bytes, name)
  if (reading.kind !== 'read') throw new Error(reading.reason)
  return reading.document
}

describe('a PDF', () => {
  test('is read page by page, its lines joined to paragraphs', async () => {
    const pdf = buildPdf(
      [
        ['The river rose by two metres', 'on Friday night.', null, 'Nobody was hurt.'],
        ['The bridge stays closed until an exam-', 'ination by engineers.'],
      ],
      { title: 'Flood report' },
    )
    const { kind, text, pageStarts, title } = await textOf(pdf)
    expect({ kind, title }).toEqual({ kind: 'pdf', title: 'Flood report' })
    expect(text).toBe(
      'The river rose by two metres on Friday night.\n\nNobody was hurt.\n\n' +
        'The bridge stays closed until an examination by engineers.',
    )
    expect(pageStarts.map((start) => text.slice(start, start + 9))).toEqual(['The river', 'The bridg'])
  })

  test('keeps the place of a page without text', async () => {
    const { text, pageStarts } = await textOf(buildPdf([['One.'], [], ['Three.']]))
    expect(text).toBe('One.\n\nThree.')
    expect(pageStarts).toEqual([0, 4, 6])
  })

  test('without any text is a scan, and said to be without text', async () => {
    expect(await read(buildPdf([[], []]))).toEqual({ kind: 'unreadable', reason: 'no_text' })
  })

  test.each([
    ['cut off', buildPdf([['One.']]).subarray(0, 60)],
    ['only a first line', Buffer.from('%PDF-1.7\n')],
    ['of noise', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5_000, 0xa7)])],
  ])('that is broken (%s) is refused', async (_, bytes) => {
    expect(await read(bytes)).toEqual({ kind: 'unreadable', reason: 'broken' })
  })
})

describe('a Word file', () => {
  test('is read in order, with its tables row by row', async () => {
    const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`
    const body =
      paragraph('Nine people were hurt.') +
      `<w:tbl><w:tr>${cell('Lyon')}${cell('12')}</w:tr><w:tr>${cell('Lille')}${cell('7')}</w:tr></w:tbl>` +
      '<w:p><w:r><w:t>A &amp; B</w:t><w:tab/><w:delText>gone</w:delText><w:instrText>PAGE</w:instrText></w:r></w:p>'
    const { kind, text, pageStarts } = await textOf(buildDocx(body), 'report.docx')
    expect(kind).toBe('docx')
    expect(text.split(/\n\n/)).toEqual(['Nine people were hurt.', 'Lyon | 12 |', 'Lille | 7 |', 'A & B'])
    expect(pageStarts).toEqual([])
  })

  test('knows its pages as Word last laid them out', async () => {
    const body =
      paragraph('First page.') +
      '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' +
      '<w:p><w:r><w:lastRenderedPageBreak/><w:t>Second page goes</w:t></w:r>' +
      '<w:r><w:lastRenderedPageBreak/><w:t>on here.</w:t></w:r></w:p>'
    const { text, pageStarts } = await textOf(buildDocx(body))
    expect(text).toBe('First page.\n\nSecond page goes on here.')
    expect(pageStarts.map((start) => text.slice(start))).toEqual([
      text,
      'Second page goes on here.',
      'on here.',
    ])
  })

  test('that unpacks to far more than it says is refused while it is unpacked', async () => {
    const bomb = buildDocx(paragraph('a'.repeat(80_000_000)), { claimedBytes: 1_000 })
    expect(bomb.length).toBeLessThan(200_000)
    expect(await read(bomb)).toEqual({ kind: 'unreadable', reason: 'broken' })
  })

  test('that says it unpacks to too much is not unpacked', async () => {
    expect(await read(buildDocx(paragraph('a'.repeat(61_000_000))))).toEqual({
      kind: 'unreadable',
      reason: 'too_large',
    })
  })

  test.each([
    ['with a password', 'encrypted', buildDocx(paragraph('x'), { flags: 1 })],
    ['cut off', 'broken', buildDocx(paragraph('Long enough to be cut.')).subarray(0, 150)],
    ['that is another kind of zip', 'wrong_type', buildZip([{ name: 'xl/workbook.xml', content: '<x/>' }])],
    ['nested without end', 'too_complex', buildDocx(`${'<w:p>'.repeat(5_000)}${'</w:p>'.repeat(5_000)}`)],
    ['without words', 'no_text', buildDocx('<w:p/>')],
    ['of the old format', 'old_word', Buffer.from('d0cf11e0a1b11ae1'.padEnd(200, '0'), 'hex')],
  ])('%s is refused as %s', async (_, reason, bytes) => {
    expect(await read(bytes)).toEqual({ kind: 'unreadable', reason })
  })
})

describe('a table', () => {
  test.each([
    ['commas', 'City,People hurt\nLyon,12\n"Lille, north",7\n'],
    ['semicolons', 'City;People hurt\nLyon;12\n"Lille, north";7\n'],
    ['tabs', 'City\tPeople hurt\r\nLyon\t12\r\nLille, north\t7\r\n'],
  ])('with %s says in each row what its values are', async (_, csv) => {
    const { kind, text } = await textOf(csv, 'hurt.csv')
    expect({ kind, text }).toEqual({
      kind: 'csv',
      text: 'City: Lyon; People hurt: 12\nCity: Lille, north; People hurt: 7',
    })
  })

  test('with more rows than are kept is refused, not cut', async () => {
    expect(await read(`a,b\n${'1,2\n'.repeat(100_001)}`, 'huge.csv')).toEqual({
      kind: 'unreadable',
      reason: 'too_long',
    })
  })

  test('keeps a row with a stray quote as it is written', async () => {
    expect((await textOf('City,Hurt\n"Lyon" x,12\nLille,7\n', 'a.csv')).text).toContain(
      'City: Lille; Hurt: 7',
    )
  })
})

describe('text and HTML', () => {
  test('an article is read without its menus', async () => {
    const { kind, text, title, site } = await textOf(articlePage('Flood'), 'saved')
    expect({ kind, title, site }).toEqual({ kind: 'html', title: 'Flood', site: 'The Courier' })
    expect(text).toContain('The river rose by two metres')
    expect(text).not.toMatch(/Comments|Sport|track/)
  })

  test('a saved page without an article is read whole', async () => {
    const { text } = await textOf(
      '<html><body><p>Gate 4 opens at nine, gate 5 opens at ten.</p></body></html>',
    )
    expect(text).toBe('Gate 4 opens at nine, gate 5 opens at ten.')
  })

  test('markup leaves nothing but text', async () => {
    const { text } = await textOf(
      `<html><body>${'<p>Gate 4 opens at nine.</p>'.repeat(3)}<script>alert(1)</script><img src=x onerror=alert(2)></body></html>`,
    )
    expect(text).not.toMatch(/alert|</)
  })

  test.each([
    ['UTF-8', Buffer.from('Le café ferme à neuf heures.')],
    ['windows-1252', Buffer.from('Le café ferme à neuf heures.', 'latin1')],
    [
      'UTF-16',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Le café ferme à neuf heures.', 'utf16le')]),
    ],
  ])('plain text in %s is read', async (_, bytes) => {
    expect(await textOf(bytes, 'note.txt')).toMatchObject({
      kind: 'text',
      text: 'Le café ferme à neuf heures.',
    })
  })

  test('more text than is kept is refused, not cut', async () => {
    expect(await read('word '.repeat(DOCUMENT_LENGTH_MAX / 4), 'a.txt')).toEqual({
      kind: 'unreadable',
      reason: 'too_long',
    })
  })
})

test.each([
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'photo.pdf', 'wrong_type'],
  ['a program', Buffer.from('7f454c4602010100000000', 'hex'), 'notes.txt', 'wrong_type'],
  ['nothing', Buffer.alloc(0), 'empty.pdf', 'no_text'],
])('%s is refused whatever its name says', async (_, bytes, name, reason) => {
  expect(await read(bytes, name)).toEqual({ kind: 'unreadable', reason })
})

test('documents that were damaged at random are read or refused, and the thread goes on', async () => {
  await using reader = new DocumentReader()
  const random = new Random('damaged documents')
  const samples = [
    ['a.pdf', buildPdf([['The river rose.', 'Two metres.'], ['Nobody was hurt.']], { title: 'Flood' })],
    ['a.docx', buildDocx(paragraph('The river rose.').repeat(30))],
    ['a.csv', Buffer.from('City,Hurt\nLyon,12\n"Lille, north",7\n'.repeat(10))],
    ['a.html', Buffer.from(articlePage('Flood'))],
  ] as const
  for (let round = 0; round < 240; round += 1) {
    const [name, whole] = samples[round % samples.length] ?? samples[0]
    const reading = await reader.read({ bytes: damage(whole, random), name, ...NO_CLAIMS })
    expect(['read', 'unreadable']).toContain(reading.kind)
    expect(reading).not.toMatchObject({ reason: 'too_slow' })
  }
})

/** A few bytes changed, and sometimes the end missing. */
function damage(whole: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(whole)
  const at = () => random.uint32() % bytes.length
  for (let count = 1 + (random.uint32() % 12); count > 0; count -= 1) bytes[at()] = random.uint32() & 0xff
  return random.uint32() % 5 === 0 ? bytes.subarray(0, at()) : bytes
}

test('documents are read on another thread, and what hangs there costs one document', async () => {
  const timing = new FakeTiming()
  await using reader = new DocumentReader(timing)
  const reading = await reader.read({
    bytes: buildPdf([['Nine people were hurt.']]),
    name: 'a.pdf',
    ...NO_CLAIMS,
  })
  expect(reading).toMatchObject({ kind: 'read', document: { text: 'Nine people were hurt.' } })
  await using stuck = new DocumentReader(
    timing,
    new URL('./support/stuck-document-worker.ts', import.meta.url),
  )
  const hung = stuck.read({ bytes: Buffer.from('hang'), name: 'a', ...NO_CLAIMS })
  await new Promise(setImmediate)
  timing.advance(30_000)
  expect(await hung).toEqual({ kind: 'unreadable', reason: 'too_slow' })
  expect(await stuck.read({ bytes: Buffer.from('die'), name: 'a', ...NO_CLAIMS })).toEqual({
    kind: 'unreadable',
    reason: 'too_slow',
  })
})
