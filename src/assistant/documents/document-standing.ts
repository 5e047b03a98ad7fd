import type { Post } from '../../domain/post.ts'
import type { PostReading } from '../read/statement.ts'
import type { Standing } from '../words/cues.ts'
import type { EvidenceDocument } from './evidence-document.ts'
import type { Passage } from './passages.ts'

/** Domains that only governments and their agencies can have. */
const GOVERNMENT = /(?:^|\.)(?:gov|gouv|gob|gub|govt|mil|int)(?:\.[a-z]{2})?$|(?:^|\.)europa\.eu$/
/** As for accounts (`read/read-posts.ts`): what one statement weighs by who speaks. */
const WEIGHTS = { official: 1.5, newsroom: 1.1, person: 1, joker: 0.05 } as const satisfies Record<
  Standing,
  number
>

/**
 * Says of the readings of pages and files who speaks in them. A file that a person gives with a question is what the question
 * is about, so its word alone is enough; so is a government's. A page with a date is taken for a newsroom's.
 */
export function withDocumentStanding(
  readings: readonly PostReading[],
  passages: ReadonlyMap<Post['id'], Passage>,
): PostReading[] {
  return readings.map((reading) => {
    const document = passages.get(reading.post.id)?.document
    return document === undefined ? reading : withStanding(reading, standingOf(document, reading.standing))
  })
}

function standingOf(document: EvidenceDocument, guessed: Standing): Standing {
  if (document.kind === 'file' || GOVERNMENT.test(document.speaker)) return 'official'
  if (guessed === 'joker') return 'joker'
  return document.publishedAt === null ? 'person' : 'newsroom'
}

/** Statements point back at their reading, so both are made anew. */
function withStanding(reading: PostReading, standing: Standing): PostReading {
  const statements: PostReading['statements'][number][] = []
  const weight = (reading.weight * WEIGHTS[standing]) / WEIGHTS[reading.standing]
  const changed: PostReading = { ...reading, standing, weight, statements }
  for (const statement of reading.statements) statements.push({ ...statement, reading: changed })
  return changed
}
