import { Ageing } from '../grouping/ageing.ts'
import { countSurprise } from './surprise.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** What is looked at for a rise: the last minute, minutes, half hour, hours (as half-lives). */
const WINDOWS_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 4 * HOUR_MS] as const
const LONGEST = WINDOWS_MS.length - 1
const PAST_HALF_LIFE_MS = 7 * DAY_MS
/** The past is also kept by time of day and by weekday or weekend, in UTC. */
const PARTS_OF_DAY = 8
const PARTS = 2 * PARTS_OF_DAY

/**
 * Before anything is known of a name, its share of voices is taken to be `shape / voices`, with the spread of a gamma distribution of
 * this shape: most names are rare, a few are not.
 */
const BEFORE = { shape: 0.3, voices: 300 } as const
/** People's attention varies more than chance: a past however long makes no mean surer than this. */
const SHAPE_MAX = 12
/** Half the parts of a day must have been seen so often before they count. */
const PART_VOICES_MIN = 200

const WAYS = 4

/** A rise: how much more often something is said than its own past lets expect. */
export type Rise = {
  /** -log of an upper bound for the chance, in nats. */
  readonly surprise: number
  /** Voices in the window that surprises most, and how many were expected. */
  readonly voices: number
  readonly expected: number
  readonly windowMs: number
}

/** How often things (terms, stories) are named lately and in the past, with time of day and week. Bounded: those named least are forgotten. */
export class Usage {
  readonly #size: number
  readonly #keys: Uint32Array
  /** One array for each window, then the past. */
  readonly #weights: readonly Float32Array[]
  readonly #parts: Float32Array
  readonly #totals = new Float64Array(WINDOWS_MS.length + 1)
  readonly #partTotals = new Float64Array(PARTS)
  readonly #ageings: readonly Ageing[]
  #part = 0

  /** @param size a power of two: so many things are remembered; 88 bytes each */
  constructor(size: number) {
    this.#size = size
    this.#keys = new Uint32Array(size)
    this.#weights = [...WINDOWS_MS, PAST_HALF_LIFE_MS].map(() => new Float32Array(size))
    this.#parts = new Float32Array(size * PARTS)
    this.#ageings = [...WINDOWS_MS, PAST_HALF_LIFE_MS].map(
      (halfLifeMs, index) => new Ageing(halfLifeMs, (factor) => this.#rescale(index, factor)),
    )
  }

  /** One voice more, whatever it names. @param weight 1, or less for voices that only repeat */
  addVoice(at: number | null, weight: number): void {
    for (const [index, ageing] of this.#ageings.entries()) {
      ageing.moveTo(at)
      this.#totals[index] = (this.#totals[index] as number) + weight * ageing.unit
    }
    const past = this.#ageings[LONGEST + 1] as Ageing
    this.#part = partOf(past.now)
    this.#partTotals[this.#part] = (this.#partTotals[this.#part] as number) + weight * past.unit
  }

  /** The voice names this. Once for a voice. */
  addName(key: number, weight: number): void {
    const place = this.#place(key)
    for (const [index, ageing] of this.#ageings.entries()) {
      const weights = this.#weights[index] as Float32Array
      weights[place] = (weights[place] as number) + weight * ageing.unit
    }
    const at = place * PARTS + this.#part
    this.#parts[at] = (this.#parts[at] as number) + weight * (this.#ageings[LONGEST + 1] as Ageing).unit
  }

  /** How much the present surprises against the past. */
  rise(key: number): Rise {
    const place = this.#find(key)
    let best: Rise = { surprise: 0, voices: 0, expected: 0, windowMs: WINDOWS_MS[0] }
    if (place < 0) return best
    for (let window = 0; window <= LONGEST; window++) {
      const voices = this.#lately(place, window)
      const { share, shape } = this.#expectation(place)
      const expected = this.#total(window) * share
      const surprise = countSurprise(voices, expected, shape)
      if (surprise > best.surprise)
        best = { surprise, voices, expected, windowMs: WINDOWS_MS[window] as number }
    }
    return best
  }

  /** The share of voices that would name this now if nothing happened, and how sure that is. */
  #expectation(place: number): { share: number; shape: number } {
    const lately = this.#lately(place, LONGEST)
    const latelyTotal = this.#total(LONGEST)
    const named = Math.max(0, this.#lately(place, LONGEST + 1) - lately)
    const voices = Math.max(0, this.#total(LONGEST + 1) - latelyTotal)
    const share = (BEFORE.shape + named) / (BEFORE.voices + voices)
    const past = this.#ageings[LONGEST + 1] as Ageing
    const partVoices = Math.max(0, (this.#partTotals[this.#part] as number) / past.unit - latelyTotal)
    const partNamed = Math.max(0, (this.#parts[place * PARTS + this.#part] as number) / past.unit - lately)
    const partShare =
      partVoices < PART_VOICES_MIN ? 0 : (BEFORE.shape + partNamed) / (BEFORE.voices + partVoices)
    return { share: Math.max(share, partShare), shape: Math.min(SHAPE_MAX, BEFORE.shape + named) }
  }

  #lately(place: number, index: number): number {
    return ((this.#weights[index] as Float32Array)[place] as number) / (this.#ageings[index] as Ageing).unit
  }

  #total(index: number): number {
    return (this.#totals[index] as number) / (this.#ageings[index] as Ageing).unit
  }

  #find(key: number): number {
    const shelf = this.#shelf(key)
    for (let way = shelf; way < shelf + WAYS; way++) if (this.#keys[way] === key) return way
    return -1
  }

  /** Where a thing stands; takes over the place of the one that was named least. */
  #place(key: number): number {
    const found = this.#find(key)
    if (found >= 0) return found
    const shelf = this.#shelf(key)
    const past = this.#weights[LONGEST + 1] as Float32Array
    let least = shelf
    for (let way = shelf; way < shelf + WAYS; way++)
      if ((past[way] as number) < (past[least] as number)) least = way
    this.#keys[least] = key
    for (const weights of this.#weights) weights[least] = 0
    this.#parts.fill(0, least * PARTS, (least + 1) * PARTS)
    return least
  }

  #shelf(key: number): number {
    return (key & (this.#size / WAYS - 1)) * WAYS
  }

  #rescale(index: number, factor: number): void {
    const weights = this.#weights[index] as Float32Array
    for (let place = 0; place < weights.length; place++) weights[place] = (weights[place] as number) * factor
    this.#totals[index] = (this.#totals[index] as number) * factor
    if (index !== LONGEST + 1) return
    for (let at = 0; at < this.#parts.length; at++) this.#parts[at] = (this.#parts[at] as number) * factor
    for (let part = 0; part < PARTS; part++)
      this.#partTotals[part] = (this.#partTotals[part] as number) * factor
  }
}

function partOf(at: number): number {
  const date = new Date(at)
  const isWeekend = date.getUTCDay() % 6 === 0
  return Math.floor((date.getUTCHours() * PARTS_OF_DAY) / 24) + (isWeekend ? PARTS_OF_DAY : 0)
}
