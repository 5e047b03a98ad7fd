import { makePost } from '../src/domain/post.ts'
import { simulate } from '../src/sources/simulated/simulate.ts'
import { TrendWatch } from '../src/trends/rising/trend-watch.ts'
import { jokeLikelihood, jokeLikelihood01 } from '../src/trends/satire/joke-likelihood.ts'
import { recordResult } from './record-result.ts'
import { readSatire, type SatireRow } from './satire-rows.ts'

const BACKGROUND_POSTS = 2_000
const COPIES = 20
const GAP_MS = 15_000
const HALVES = ['development', 'held-back'] as const

/**
 * Jokes and sincere posts: how often the guard takes one for the other, and whether a joke that one account tells, others answer and twenty
 * copy is announced as a story. A lone sincere account is not announced either: that is the rule of three independent accounts.
 */
export async function run(): Promise<void> {
  const results: Record<string, ReturnType<typeof scoreHalf>> = {}
  for (const half of HALVES) results[half] = scoreHalf(await readSatire(half))
  recordResult('satire', {
    results,
    bars: HALVES.map((half) => ({
      name: `${half}: jokes that one account told and others copied, announced as a story`,
      value: results[half]?.announced.joke ?? Number.NaN,
      unit: 'share',
      atMost: 0.05,
    })),
  })
}

function scoreHalf(rows: readonly SatireRow[]) {
  return {
    posts: rows.length,
    /** The guard alone, with the replies that are there, and as the post arrives. */
    guard: guardErrors(rows),
    guardOnArrival: guardErrors(rows.map((row) => ({ ...row, replies: [] }))),
    byLanguage: {
      en: guardErrors(rows.filter(({ lang }) => lang === 'en')),
      fr: guardErrors(rows.filter(({ lang }) => lang === 'fr')),
    },
    announced: announcedShares(rows),
  }
}

function guardErrors(rows: readonly SatireRow[]) {
  const share = (wanted: boolean, isWrong: (row: SatireRow) => boolean) => {
    const of = rows.filter(({ isJoke }) => isJoke === wanted)
    return of.filter(isWrong).length / of.length
  }
  return {
    jokesMissed: share(true, (row) => jokeLikelihood(row) < 0.5),
    sincereTakenForJokes: share(false, (row) => jokeLikelihood(row) >= 0.5),
  }
}

function announcedShares(rows: readonly SatireRow[]) {
  const watch = new TrendWatch({ joke01: jokeLikelihood01 })
  let at = 0
  for (const post of simulate({ seed: 7, posts: BACKGROUND_POSTS }).posts) {
    watch.add(post)
    at = Math.max(at, post.createdAt ?? 0)
  }
  const announced = { joke: 0, sincere: 0 }
  for (const row of rows) {
    let isAnnounced = false
    const say = (fields: Parameters<typeof makePost>[0]) => {
      at += GAP_MS
      const { trend } = watch.add(makePost({ ...fields, createdAt: at }))
      if (trend?.posts.some(({ id }) => id.startsWith(row.id)) === true) isAnnounced = true
    }
    say({ id: row.id, author: row.author, authorName: row.authorName, text: row.text })
    for (const [number, text] of row.replies.entries())
      say({ id: `${row.id} reply ${number}`, author: `${row.id} ${number}`, text, replyTo: row.id })
    for (let copy = 0; copy < COPIES; copy++)
      say({ id: `${row.id} copy ${copy}`, author: `${row.id} copier ${copy}`, text: row.text })
    if (isAnnounced) announced[row.isJoke ? 'joke' : 'sincere'] += 1
  }
  const jokes = rows.filter(({ isJoke }) => isJoke).length
  return { joke: announced.joke / jokes, sincere: announced.sincere / (rows.length - jokes) }
}
