import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { AppError } from '../domain/errors.ts'
import type { Rating } from '../truth/bridging/rating.ts'

/** As the files name the three answers since June 2021, and the two before. */
const LEVELS: Readonly<Record<string, number>> = { HELPFUL: 1, SOMEWHAT_HELPFUL: 0.5, NOT_HELPFUL: 0 }
const RATER_COLUMNS = ['raterParticipantId', 'participantId']

export type ReadNote = { readonly id: string; readonly summary: string; readonly postId: string | null }

/**
 * Reads a file of ratings as X publishes it: tab-separated, the first line names the columns.
 *
 * @returns how many lines held no rating that can be used
 * @throws {AppError} invalid_input when the file cannot be read or lacks the columns
 * @see https://communitynotes.x.com/guide/en/under-the-hood/download-data
 */
export async function readRatings(
  file: string,
  take: (rating: Rating) => void,
  signal: AbortSignal,
): Promise<{ readonly unusable: number }> {
  let unusable = 0
  await eachRow(file, signal, ['noteId'], (cell) => {
    const rater = RATER_COLUMNS.map(cell).find((value) => value !== '') ?? ''
    const value = LEVELS[cell('helpfulnessLevel')] ?? oldLevel(cell('helpful'), cell('notHelpful'))
    const note = cell('noteId')
    if (rater === '' || note === '' || value === null) unusable += 1
    else take({ rater, note, value })
  })
  return { unusable }
}

/** The same for notes. */
export async function readNotes(
  file: string,
  take: (note: ReadNote) => void,
  signal: AbortSignal,
): Promise<void> {
  await eachRow(file, signal, ['noteId', 'summary'], (cell) => {
    const id = cell('noteId')
    const post = cell('tweetId')
    if (id !== '') take({ id, summary: cell('summary'), postId: post === '' ? null : `x:${post}` })
  })
}

/** Before June 2021 there were two boxes to tick. */
function oldLevel(helpful: string, notHelpful: string): number | null {
  if (helpful === '1') return 1
  return notHelpful === '1' ? 0 : null
}

async function eachRow(
  file: string,
  signal: AbortSignal,
  needed: readonly string[],
  take: (cell: (column: string) => string) => void,
): Promise<void> {
  const raw = createReadStream(file)
  const input = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw
  raw.on('error', (error) => input.destroy(error))
  let columns: ReadonlyMap<string, number> | null = null
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      signal.throwIfAborted()
      const cells = line.split('\t')
      if (columns === null) {
        columns = new Map(cells.map((name, at) => [name.trim(), at]))
        const missing = needed.filter((name) => columns?.has(name) !== true)
        if (missing.length > 0)
          throw new AppError(
            'invalid_input',
            `${file} has no column ${missing.join(', ')}: it is no such file of X.`,
          )
        continue
      }
      const known = columns
      if (line !== '') take((column) => cells[known.get(column) ?? -1]?.trim() ?? '')
    }
  } catch (thrown) {
    if (thrown instanceof AppError || signal.aborted) throw thrown
    throw new AppError('invalid_input', `${file} cannot be read.`, { cause: thrown })
  }
}
