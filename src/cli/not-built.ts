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

const text = (value: string, describe: string) => ({ type: 'string', value, describe }) as const

const period = {
  from: text('TIME', 'only posts from this time on'),
  to: text('TIME', 'only posts before this time'),
  lang: text('CODE', 'only posts in this language'),
  limit: text('N', 'how many at most'),
} satisfies CommandOptions

export const trends = notBuilt('Show what is rising, compared with its own past', '[options]', period)
export const stories = notBuilt('Show posts grouped by event', '[options]', period)
export const users = notBuilt('List and manage accounts', '[list|invite|remove] [EMAIL]')
export const bench = notBuilt('Measure speed on this machine', '[NAME…]')
