import type { Archive } from '../../archive/archive.ts'
import type { CommandContext } from '../command.ts'

/** An archive that is opened when the first item needs it. */
export type LazyArchive = { open(): Promise<Archive>; close(): Promise<void> }

export function lazyArchive(context: CommandContext): LazyArchive {
  let opening: Promise<Archive> | null = null
  return {
    open: () => {
      opening ??= context.openArchive()
      return opening
    },
    close: async () => {
      const archive = await opening?.catch(() => null)
      await archive?.close()
    },
  }
}
