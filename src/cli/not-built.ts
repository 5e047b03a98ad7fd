import { AppError } from '../domain/errors.ts'
import type { Command, CommandOptions } from './command.ts'

/**
 * Commands that are promised and not built yet. They read their arguments as they always will, so
 * that a script written today fails for the right reason.
 */
function notBuilt(summary: string, usage: string, options: CommandOptions = {}): Command {
  return {
    summary: `${summary} (not built yet)`,
    usage,
    options,
    run: async () => {
      throw new AppError('not_built', `Not built yet: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}.`)
    },
  }
}

export const users = notBuilt('List and manage accounts', '[list|invite|remove] [EMAIL]')
export const bench = notBuilt('Measure speed on this machine', '[NAME…]')
