import { postTermHashes } from '../src/trends/grouping/post-terms.ts'
import { StoryStream } from '../src/trends/grouping/story-stream.ts'
import type { StoriesMeasurement } from './stories.ts'
import { syntheticPosts } from './synthetic-posts.ts'

const FIRST_AT = 1_767_225_600_000
/** So that a million posts are two hours and none of them has lost weight yet. */
const GAP_MS = 7

/** Child process of `bench/stories.ts`: groups posts, or only makes them, or only reads their terms. */
const [work, count] = [process.argv[2], Number(process.argv[3])]
const stream = work === 'group' ? new StoryStream() : null
const startedAt = process.cpuUsage()
let index = 0
let terms = 0
for (const post of syntheticPosts({ seed: 1, count })) {
  const timed = { ...post, createdAt: FIRST_AT + index++ * GAP_MS }
  if (stream !== null) stream.add(timed)
  else if (work === 'terms') terms += postTermHashes(timed).length
}
const { user, system } = process.cpuUsage(startedAt)
process.send?.({
  cpuSeconds: (user + system) / 1e6,
  stories: stream?.groups.liveStories ?? 0,
  terms,
  peakRssBytes: process.resourceUsage().maxRSS * 1_024,
} satisfies StoriesMeasurement)
