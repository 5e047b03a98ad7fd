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

const TERMS_SHOWN = 6

export const command: Command = {
  summary: 'Show stories that rose against their own past, among stored posts',
  usage: '[options]',
  options: STORY_OPTIONS,
  run: async (context, parsed) => {
    refusePositionals('trends', parsed)
    await using archive = await context.openArchive()
    const { limit, ...range } = readStoryRange(parsed, context)
    const replayed = await replayStories(archive, range)
    const rising = replayed.stories.filter(({ trend }) => trend !== null).sort(byRise)
    const body = { posts: replayed.posts, from: iso(replayed.firstAt), to: iso(replayed.lastAt) }
    if (wantsJson(parsed)) printJson(context, { ...body, trends: rising.slice(0, limit).map(storyToJson) })
    else print(context, rising.slice(0, limit), { posts: replayed.posts, found: rising.length })
    return 0
  },
}

/** The latest first. */
function byRise(one: Story, other: Story): number {
  return (other.trend?.announcedAt ?? 0) - (one.trend?.announcedAt ?? 0)
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

function print(
  context: CommandContext,
  stories: readonly Story[],
  { posts, found }: { posts: number; found: number },
): void {
  for (const { title, terms, trend, voices, posts: told } of stories) {
    const at = new Date(trend?.announcedAt ?? 0).toISOString().slice(0, 16).replace('T', ' ')
    printLine(context, `${at}  ${title}`)
    printLine(context, `    ${terms.slice(0, TERMS_SHOWN).join(', ')} · ${told} posts, ${voices} accounts`)
  }
  printLine(context, `${found === 0 ? 'Nothing' : found} rose among ${posts} posts.`)
}
