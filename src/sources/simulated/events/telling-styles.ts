import type { Random } from '../../../lib/random.ts'

/** Share of an event's posts after which each phase begins; the phases differ in who writes and what is known. */
export const DEVELOPING_01 = 0.2
export const CONFIRMED_01 = 0.5
export const AFTERMATH_01 = 0.85

/** How one post about an event is written. */
export type Style =
  | 'witness'
  | 'asking'
  | 'what'
  | 'headline'
  | 'fact'
  | 'reported'
  | 'spoken'
  | 'official'
  | 'correction'
  | 'summary'
  | 'reaction'
  | 'reply'
  | 'quote'
  | 'repost'
  | 'unknown'
  | 'query'
  | 'doubt'
  | 'thread'

const PHASES: readonly {
  readonly until01: number
  readonly styles: readonly (readonly [Style, number])[]
}[] = [
  {
    until01: DEVELOPING_01,
    styles: [
      ['witness', 30],
      ['asking', 14],
      ['what', 26],
      ['headline', 12],
      ['reaction', 6],
      ['reply', 6],
      ['repost', 6],
    ],
  },
  {
    until01: CONFIRMED_01,
    styles: [
      ['witness', 4],
      ['what', 12],
      ['headline', 8],
      ['fact', 22],
      ['reported', 14],
      ['spoken', 4],
      ['official', 4],
      ['reply', 12],
      ['quote', 5],
      ['repost', 8],
      ['reaction', 5],
      ['unknown', 2],
      ['query', 6],
      ['doubt', 3],
      ['thread', 4],
    ],
  },
  {
    until01: AFTERMATH_01,
    styles: [
      ['what', 4],
      ['headline', 4],
      ['fact', 25],
      ['reported', 14],
      ['spoken', 8],
      ['official', 6],
      ['correction', 8],
      ['summary', 7],
      ['reply', 11],
      ['quote', 5],
      ['repost', 7],
      ['reaction', 4],
      ['unknown', 2],
      ['query', 4],
      ['thread', 5],
    ],
  },
  {
    until01: Number.POSITIVE_INFINITY,
    styles: [
      ['fact', 18],
      ['reported', 10],
      ['spoken', 4],
      ['summary', 22],
      ['reaction', 22],
      ['reply', 8],
      ['quote', 4],
      ['repost', 6],
      ['what', 4],
      ['thread', 3],
    ],
  },
]

/** @param u01 share of the event's posts already written */
export function styleAt(u01: number, random: Random): Style {
  const phase = PHASES.find(({ until01 }) => u01 < until01)
  if (phase === undefined) throw new Error(`no phase at ${u01}`)
  return random.weighted(phase.styles)
}
