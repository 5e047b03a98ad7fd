import type { CommandContext } from './command.ts'

const PROGRESS_EVERY_MS = 200

/** A line on standard error that says how many bytes are done; nothing where that is no terminal. */
export function showBytes({ stderr, clock }: Pick<CommandContext, 'stderr' | 'clock'>, done: string) {
  if (stderr.isTTY !== true) return { show: () => {}, end: () => {} }
  let shownAt = 0
  return {
    show: (bytes: number, total: number | null) => {
      if (clock() - shownAt < PROGRESS_EVERY_MS) return
      shownAt = clock()
      const of = total === null || total === 0 ? '' : ` of ${megabytes(total)}`
      stderr.write(`\r\x1b[K${megabytes(bytes)}${of} ${done}`)
    },
    end: () => {
      stderr.write('\r\x1b[K')
    },
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`
}
