import { Random } from '../src/lib/random.ts'
import type { Rating } from '../src/truth/bridging/rating.ts'

/** How ratings come about in a generated world, with the numbers behind them. */
export type World = {
  readonly ratings: readonly Rating[]
  readonly raters: readonly { readonly name: string; readonly intercept: number; readonly factor: number }[]
  readonly notes: readonly { readonly name: string; readonly intercept: number; readonly factor: number }[]
  readonly mean: number
}

export type WorldKind = 'even' | 'long_tail' | 'polarised'

const RATERS = 1_000
const NOTES = 600
const NOISE = 0.12

/** Raters of two camps who rate notes in three steps, as people do: by what all see in a note, by camp, and by chance. */
export function makeWorld(kind: WorldKind, seed: string): World {
  const random = new Random(`${kind} ${seed}`)
  const factorSpread = kind === 'polarised' ? 0.7 : 0.4
  const raters = Array.from({ length: RATERS }, (_, at) => {
    const camp = random.chance(0.5) ? 1 : -1
    return {
      name: `rater ${at}`,
      intercept: 0.1 * normal(random),
      factor: camp * (0.6 + 0.2 * normal(random)),
    }
  })
  const notes = Array.from({ length: NOTES }, (_, at) => {
    return { name: `note ${at}`, intercept: 0.35 * normal(random), factor: factorSpread * normal(random) }
  })
  const mean = 0.3
  const ratings = notes.flatMap((note) => {
    const chosen = new Set<number>()
    const wanted = kind === 'long_tail' ? Math.min(300, Math.floor(6 / (1 - 0.98 * random.next01()))) : 40
    while (chosen.size < wanted) chosen.add(random.integer(0, RATERS - 1))
    return [...chosen].map((at) => {
      const rater = raters[at] as World['raters'][number]
      const liked =
        mean + rater.intercept + note.intercept + rater.factor * note.factor + NOISE * normal(random)
      return { rater: rater.name, note: note.name, value: liked > 0.66 ? 1 : liked < 0.33 ? 0 : 0.5 }
    })
  })
  return { ratings, raters, notes, mean }
}

export type BrigadeKind = 'same_notes' | 'random_targets' | 'bury_the_other_side' | 'old_accounts'

/** A fifth of the raters, all of one side, who want some notes seen as helpful, or gone. */
export function addBrigade(world: World, kind: BrigadeKind, seed: string): readonly Rating[] {
  const random = new Random(`brigade ${kind} ${seed}`)
  const targets = world.notes.filter((_, at) => at % 20 === 0)
  const value = kind === 'bury_the_other_side' ? 0 : 1
  const size = Math.round(0.2 * world.raters.length)
  const names =
    kind === 'old_accounts'
      ? world.raters
          .filter(({ factor }) => factor > 0)
          .slice(0, size)
          .map(({ name }) => name)
      : Array.from({ length: size }, (_, at) => `brigade ${at}`)
  const added = names.flatMap((rater) =>
    targets
      .filter(() => kind !== 'random_targets' || random.chance(0.5))
      .map((note) => ({ rater, note: note.name, value })),
  )
  return [...world.ratings, ...added]
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next01())) * Math.cos(2 * Math.PI * random.next01())
}
