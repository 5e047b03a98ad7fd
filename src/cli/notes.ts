import { writeFile } from 'node:fs/promises'
import { AppError } from '../domain/errors.ts'
import type { Rating } from '../truth/bridging/rating.ts'
import { type NoteStatus, type ScoredNote, scoreNotes } from '../truth/bridging/score-notes.ts'
import {
  type Command,
  type CommandContext,
  type CommandOptions,
  printJson,
  printLine,
  refusePositionals,
  textOption,
  textOptions,
  wantsJson,
} from './command.ts'
import { readNotes, readRatings } from './read-notes.ts'

const OPTIONS = {
  ratings: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    describe: 'ratings of X’s Community Notes (TSV as published, gzip by name); may be given several times',
  },
  notes: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    describe: 'the notes themselves (TSV), for their words',
  },
  out: { type: 'string', value: 'FILE', describe: 'write each note with its status as JSON lines' },
} satisfies CommandOptions

export const command: Command = {
  summary: 'Say which Community Notes people who disagree find helpful, from X’s public files',
  usage: '--ratings FILE… [--notes FILE…] [--out FILE]',
  options: OPTIONS,
  run: async (context, parsed) => {
    refusePositionals('notes', parsed)
    const files = textOptions(parsed, 'ratings')
    if (files.length === 0) throw new AppError('invalid_input', 'Give the ratings with --ratings FILE.')
    const startedAt = context.clock()
    const ratings: Rating[] = []
    let unusable = 0
    for (const file of files) {
      const read = await readRatings(file, (rating) => ratings.push(rating), context.signal)
      unusable += read.unusable
    }
    const notes = new Map<string, { readonly summary: string; readonly postId: string | null }>()
    for (const file of textOptions(parsed, 'notes'))
      await readNotes(file, (note) => notes.set(note.id, note), context.signal)
    const scored = scoreNotes(ratings)
    const out = textOption(parsed, 'out')
    if (out !== undefined)
      await writeFile(out, scored.map((note) => `${JSON.stringify(toLine(note, notes))}\n`).join(''))
    const report = {
      ...{ ratings: ratings.length, unusable, notes: scored.length, ...countsOf(scored) },
      left_out: scored.reduce((sum, { leftOut }) => sum + leftOut, 0),
      seconds: Math.round((context.clock() - startedAt) / 100) / 10,
    }
    if (wantsJson(parsed)) printJson(context, report)
    else printReport(context, report)
    return 0
  },
}

function toLine(
  { note, status, intercept, factor, ratings, leftOut, netHelpful, heldBackBy }: ScoredNote,
  notes: ReadonlyMap<string, { readonly summary: string; readonly postId: string | null }>,
) {
  const known = notes.get(note)
  return {
    ...{ id: note, status, intercept, factor, ratings, left_out: leftOut, net_helpful: netHelpful },
    ...{ held_back_by: heldBackBy, post_id: known?.postId ?? null, summary: known?.summary ?? null },
  }
}

function countsOf(scored: readonly ScoredNote[]): Record<NoteStatus, number> {
  const counts: Record<NoteStatus, number> = { helpful: 0, not_helpful: 0, needs_more_ratings: 0 }
  for (const { status } of scored) counts[status] += 1
  return counts
}

function printReport(context: CommandContext, found: Readonly<Record<string, number>>): void {
  const { notes, ratings, helpful, not_helpful, needs_more_ratings, left_out, unusable, seconds } = found
  printLine(
    context,
    `${notes} notes, ${ratings} ratings in ${seconds} s; ${unusable} lines could not be read`,
  )
  printLine(
    context,
    `${helpful} helpful, ${not_helpful} not helpful, ${needs_more_ratings} need more ratings`,
  )
  printLine(context, `${left_out} ratings left out: given in lockstep`)
}
