import {
  type CommandContext,
  type CommandOptions,
  integerOption,
  type ParsedArguments,
  textOption,
  timeOption,
} from './command.ts'

const LIMIT_DEFAULT = 20
const POSTS_MAX = 500_000
/** Later than any post. */
const TIME_MAX = 4_102_444_800_000

export const STORY_OPTIONS = {
  from: { type: 'string', value: 'TIME', describe: 'only posts from this time on' },
  to: { type: 'string', value: 'TIME', describe: 'only posts before this time' },
  lang: { type: 'string', value: 'CODE', describe: 'only posts in this language' },
  limit: { type: 'string', value: 'N', describe: `how many at most (default ${LIMIT_DEFAULT})` },
} satisfies CommandOptions

/** Which stored posts are grouped: all, or of the newest half a million those in the range. */
export function readStoryRange(parsed: ParsedArguments, { signal }: CommandContext) {
  return {
    limit: integerOption(parsed, 'limit', { min: 1, max: 100_000 }) ?? LIMIT_DEFAULT,
    from: timeOption(parsed, 'from') ?? 0,
    to: timeOption(parsed, 'to') ?? TIME_MAX,
    lang: textOption(parsed, 'lang'),
    postsMax: POSTS_MAX,
    signal,
  }
}
