import type { BackfillReport } from '../desk/run-backfill.ts'
import type { CommandContext, CommandOptions } from './command.ts'

/** Posts that one command reads unless it is told otherwise. */
export const BACKFILL_POSTS = 1_000

export const BACKFILL_OPTIONS = {
  posts: {
    type: 'string',
    value: 'N',
    describe: `backfill: read at most so many posts (default ${BACKFILL_POSTS})`,
  },
  from: { type: 'string', value: 'TIME', describe: 'backfill: only back to this time' },
  anew: { type: 'boolean', describe: 'backfill: from the newest post on, not from where it stopped' },
} as const satisfies CommandOptions

const PROGRESS_EVERY_MS = 200

/** A report as `--json` prints it. */
export function backfillToJson({ read, stored, duplicates, dropped, parked, oldestAt, end }: BackfillReport) {
  const oldest_at = oldestAt === null ? null : new Date(oldestAt).toISOString()
  return { read, stored, duplicates, dropped, parked, oldest_at, end }
}

export function backfillText(report: BackfillReport): string {
  const { dropped, parked, end } = report
  const reasons = Object.entries({ ...dropped, ...parked }).map(
    ([reason, count]) => `  left out: ${count} ${reason}`,
  )
  const ends = {
    complete: 'There is nothing older.',
    limit: 'There is more: the same command goes on from here.',
    stopped: 'Stopped. The same command goes on from here.',
  } as const satisfies Record<BackfillReport['end'], string>
  return [`${countsText(report)}.`, ...reasons, ends[end]].join('\n')
}

/** Says on a terminal how far it is. */
export function showBackfill({ stderr, clock }: CommandContext): {
  show(report: BackfillReport): void
  end(): void
} {
  if (stderr.isTTY !== true) return { show: () => {}, end: () => {} }
  let shownAt = 0
  return {
    show: (report) => {
      if (clock() - shownAt < PROGRESS_EVERY_MS) return
      shownAt = clock()
      stderr.write(`\r\x1b[K${countsText(report)}`)
    },
    end: () => void stderr.write('\r\x1b[K'),
  }
}

function countsText({ read, stored, duplicates, oldestAt }: BackfillReport): string {
  const back = oldestAt === null ? '' : `, back to ${new Date(oldestAt).toISOString().slice(0, 16)}Z`
  return `${read} read, ${stored} stored, ${duplicates} there already${back}`
}
