import { describe, expect, test } from 'vitest'
import { Random } from '../../lib/random.ts'
import { fitRatings, lossOf } from './fit-ratings.ts'
import { type Rating, ratingTable } from './rating.ts'
import { type ScoredNote, scoreNotes, thresholdStatus } from './score-notes.ts'

const RATERS = 120
const NOTES = 60

/** Two camps of raters; every third note is liked by both, every third by one of them, every third by nobody. */
function world(): Rating[] {
  const random = new Random('bridging test')
  return Array.from({ length: NOTES }, (_, note) => note).flatMap((note) =>
    Array.from({ length: RATERS }, (_, rater) => rater)
      .filter(() => random.chance(0.3))
      .map((rater) => {
        const camp = rater % 2
        const isLiked = note % 3 === 0 || (note % 3 === 1 && note % 2 === camp)
        return { rater: `r${rater}`, note: `n${note}`, value: random.chance(0.08) === isLiked ? 0 : 1 }
      }),
  )
}

const RATINGS = world()
const scored = scoreNotes(RATINGS)
const of = (found: readonly ScoredNote[], kind: number) =>
  found.filter(({ note }) => Number(note.slice(1)) % 3 === kind)
const statuses = (found: readonly ScoredNote[]) => new Map(found.map(({ note, status }) => [note, status]))

describe('notes', () => {
  test('that both camps like are helpful, those of one camp are not, however many like them', () => {
    expect(of(scored, 0).filter(({ status }) => status === 'helpful').length).toBeGreaterThan(15)
    expect(of(scored, 1).filter(({ status }) => status === 'helpful')).toEqual([])
    expect(of(scored, 2).filter(({ status }) => status === 'helpful')).toEqual([])
  })

  test('with fewer than five ratings have no status', () => {
    const few = scoreNotes([
      ...RATINGS,
      ...['r1', 'r2', 'r3', 'r4'].map((rater) => ({ rater, note: 'new', value: 1 })),
    ])
    expect(few.find(({ note }) => note === 'new')).toMatchObject({
      status: 'needs_more_ratings',
      intercept: null,
    })
  })

  test('that a brigade of one camp rates alike keep their status', () => {
    const targets = Array.from({ length: 20 }, (_, at) => `n${at * 3 + 1}`)
    const brigade = Array.from({ length: RATERS * 0.2 }, (_, at) => `b${at}`).flatMap((rater) =>
      targets.map((note) => ({ rater, note, value: 1 })),
    )
    const after = scoreNotes([...RATINGS, ...brigade])
    expect(statuses(after)).toEqual(statuses(scored))
    expect(after.reduce((sum, { leftOut }) => sum + leftOut, 0)).toBe(brigade.length)
  })

  test('that were helpful stay so until they fall clearly below the threshold', () => {
    expect(thresholdStatus(0.4, 0.49)).toBe('helpful')
    expect(thresholdStatus(0.4, 0.5)).toBe('needs_more_ratings')
    expect(thresholdStatus(-0.46, 0.5)).toBe('not_helpful')
    expect(thresholdStatus(-0.44, 0.5)).toBe('needs_more_ratings')
  })

  test('of nobody are no trouble, nor are ratings that are no number', () => {
    expect(scoreNotes([])).toEqual([])
    expect(scoreNotes([{ rater: 'a', note: 'n', value: Number.NaN }])).toEqual([])
  })
})

describe('the fit', () => {
  const table = ratingTable(RATINGS)
  const fit = fitRatings(table)

  test('converges, and no small step of any number makes it better', () => {
    expect(fit.hasConverged).toBe(true)
    const loss = lossOf(table, fit)
    for (const part of ['raterIntercepts', 'noteIntercepts', 'raterFactors', 'noteFactors'] as const)
      for (const step of [-1e-3, 1e-3]) {
        const moved = fit[part].slice()
        moved[3] = (moved[3] as number) + step
        expect(lossOf(table, { ...fit, [part]: moved })).toBeGreaterThan(loss)
      }
  })

  test('is the same each time, and counts a pair of rater and note once, as rated last', () => {
    expect(fitRatings(table).noteIntercepts).toEqual(fit.noteIntercepts)
    const twice = ratingTable([
      { rater: 'a', note: 'n', value: 0 },
      { rater: 'a', note: 'n', value: 5 },
    ])
    expect([...twice.value]).toEqual([1])
  })
})
