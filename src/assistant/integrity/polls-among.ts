import type { AnswerIntegrity } from '../../domain/answer.ts'
import type { PostReading } from '../read/statement.ts'

const POLLS_MAX = 8
const TEXT_CHARS = 200
/** Less about what was asked is a poll about something else. */
const TOPIC_MIN01 = 0.5

/** Polls in posts about what was asked, most votes first. Whoever saw them chose to vote: they are not public opinion. */
export function pollsAmong(readings: readonly PostReading[]): NonNullable<AnswerIntegrity['polls']> {
  return readings
    .flatMap(({ post, topic }) => {
      if (post.poll === null || topic.total01 < TOPIC_MIN01) return []
      const options = post.poll.options.map(({ text, votes }) => ({
        text: text.slice(0, TEXT_CHARS).toWellFormed(),
        votes,
      }))
      const known = options.flatMap(({ votes }) => votes ?? [])
      const n = known.length === options.length ? known.reduce((sum, votes) => sum + votes, 0) : null
      const closesAt = post.poll.closesAt === null ? null : new Date(post.poll.closesAt).toISOString()
      return [
        {
          post_id: post.id,
          author: post.author,
          text: post.text.slice(0, TEXT_CHARS).toWellFormed(),
          options,
          n,
          closes_at: closesAt,
        },
      ]
    })
    .sort((one, other) => (other.n ?? -1) - (one.n ?? -1))
    .slice(0, POLLS_MAX)
}
