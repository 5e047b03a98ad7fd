import type { CheckEvidence } from '../../domain/claim-check.ts'
import type { PostId } from '../../domain/post.ts'
import { postUrl } from '../../sources/post-url.ts'
import { type Passage, placeInDocument } from '../documents/passages.ts'
import type { PostReading } from '../read/statement.ts'
import type { Question } from '../understand/question.ts'
import { fold } from '../words/tokens.ts'
import type { JudgedVoice } from './judge-voices.ts'

/** A voice as the reader sees it: the span that bears on the claim, with its place in the stored text. */
export function citeVoice(
  { voice, reading, span }: JudgedVoice,
  passages: ReadonlyMap<PostId, Passage>,
  question: Question,
): CheckEvidence {
  const { stance, confidence01, relevance01 } = span
  const judged = {
    ...{ stance, confidence01, relevance01 },
    isPrimary: isPrimary(reading, question),
    repeats: voice.readings.length,
  }
  const passage = passages.get(reading.post.id)
  if (passage !== undefined) return { ...placeInDocument(passage, span), ...judged }
  const { id, author, authorName, createdAt, text } = reading.post
  return {
    ...{ kind: 'post', id, url: postUrl(id), author, authorName, createdAt, snapshotId: id },
    ...{ quote: text.slice(span.start, span.end), start: span.start, end: span.end },
    ...judged,
  }
}

/** Shorter names are found in others by chance. */
const NAME_LENGTH_MIN = 4

/** An authority, or an account or site that bears a name the claim speaks of. */
function isPrimary({ post, standing }: PostReading, { facets }: Question): boolean {
  if (standing === 'official') return true
  const speaker = fold(`${post.author} ${post.authorName ?? ''}`).replace(/[^a-z0-9]+/g, '')
  return facets
    .filter(({ role }) => role === 'name')
    .map(({ text }) => fold(text).replace(/[^a-z0-9]+/g, ''))
    .some((name) => name.length >= NAME_LENGTH_MIN && speaker.includes(name))
}
