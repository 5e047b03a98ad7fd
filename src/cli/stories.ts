import { replayStories } from '../desk/stories/replay-stories.ts'
import { storyToJson } from '../desk/stories/story-json.ts'
import type { Story } from '../domain/story.ts'
import {
  type Command,
  type CommandContext,
  printJson,
  printLine,
  refusePositionals,
  wantsJson,
} from './command.ts'
import { readStoryRange, STORY_OPTIONS } from './story-arguments.ts'

const LANGUAGES_SHOWN = 3

export const command: Command = {
  summary: 'Show stored posts grouped by event',
  usage: '[options]',
  options: STORY_OPTIONS,
  run: async (context, parsed) => {
    refusePositionals('stories', parsed)
    await using archive = await context.openArchive()
    const { limit, ...range } = readStoryRange(parsed, context)
    const { posts, firstAt, lastAt, stories } = await replayStories(archive, range)
    const shown = stories.slice(0, limit)
    const times = { from: iso(firstAt), to: iso(lastAt) }
    if (wantsJson(parsed)) printJson(context, { posts, ...times, stories: shown.map(storyToJson) })
    else print(context, shown, { posts, found: stories.length })
    return 0
  },
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

function print(
  context: CommandContext,
  stories: readonly Story[],
  { posts, found }: { posts: number; found: number },
): void {
  for (const { id, title, firstAt, lastAt, posts: told, voices, languages } of stories) {
    const names = languages.slice(0, LANGUAGES_SHOWN).map(({ name }) => name)
    printLine(context, `${id}  ${title}`)
    printLine(
      context,
      `    ${minute(firstAt)} to ${minute(lastAt)} · ${told} posts, ${voices} accounts · ${names.join(', ')}`,
    )
  }
  printLine(context, `${found === 0 ? 'No' : found} stories of three accounts or more among ${posts} posts.`)
}

function minute(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}
