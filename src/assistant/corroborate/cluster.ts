import type { Post } from '../../domain/post.ts'
import { type AnswerValue, type Candidate, candidateWeight } from '../candidates/candidate.ts'

/** The best thing one voice says for one value. */
export type Support = { readonly voice: string; readonly candidate: Candidate; readonly weight: number }

/** One possible answer with everyone who gives it; each voice once, heaviest first. */
export type Cluster = {
  readonly value: AnswerValue
  readonly supports: readonly Support[]
  /** Every post that says it, also of accounts that share a voice. */
  readonly posts: readonly Pick<Post, 'id' | 'author' | 'source' | 'lang' | 'createdAt'>[]
  readonly score: number
  /** Voices that say it without hedging or joking. */
  readonly firm: number
  readonly official: boolean
  /** Voices that say it as a correction of something earlier. */
  readonly corrections: number
  /** Median time of its posts, UTC ms; null when none is known. */
  readonly medianAt: number | null
}

/** Below this a support is noise and does not count as a voice. */
const SUPPORT_WEIGHT_MIN = 0.08
const FIRM_WEIGHT_MIN = 0.2

/**
 * Groups candidates that say the same and counts voices. Within a group each voice counts once, by its heaviest candidate.
 *
 * @param same whether two values are the same answer; the first of a group speaks for it
 */
export function clusterCandidates(
  candidates: readonly Candidate[],
  same: (a: AnswerValue, b: AnswerValue) => boolean,
): Cluster[] {
  const weighed = candidates.map((candidate) => ({
    candidate,
    weight: candidateWeight(candidate),
    voice: candidate.statement.reading.voice,
  }))
  const groups: { value: AnswerValue; members: Support[] }[] = []
  for (const support of weighed
    .filter(({ weight }) => weight >= SUPPORT_WEIGHT_MIN)
    .sort((a, b) => clarity(b.candidate.value) - clarity(a.candidate.value) || b.weight - a.weight)) {
    const fitting = groups.filter((group) => same(group.value, support.candidate.value))
    const group = fitting.sort((a, b) => b.members.length - a.members.length)[0]
    if (group === undefined) groups.push({ value: support.candidate.value, members: [support] })
    else group.members.push(support)
  }
  return groups.map(({ value, members }) => toCluster(value, members)).sort((a, b) => b.score - a.score)
}

/** Fuller values open groups first, so that "Valdez" joins "Mira Valdez" and "about 20" joins 20. */
function clarity(value: AnswerValue): number {
  if (value.kind === 'name' || value.kind === 'place') return Math.min(value.words.length, 4)
  if (value.kind === 'quantity') return value.bound === 'about' ? 0 : value.bound === 'exact' ? 2 : 1
  if (value.kind === 'cause') return -Math.abs(value.words.length - 3)
  if (value.kind === 'time') return (value.day === null ? 0 : 1) + (value.minute === null ? 0 : 2)
  return 0
}

export function toCluster(value: AnswerValue, members: readonly Support[]): Cluster {
  const best = new Map<string, Support>()
  for (const member of members) {
    const known = best.get(member.voice)
    if (known === undefined || known.weight < member.weight) best.set(member.voice, member)
  }
  const supports = [...best.values()].sort((a, b) => b.weight - a.weight)
  const times = supports
    .flatMap(({ candidate }) => candidate.statement.reading.post.createdAt ?? [])
    .sort((a, b) => a - b)
  return {
    value: clearestValue(value, supports),
    supports,
    posts: [...new Set(members.map(({ candidate }) => candidate.statement.reading.post))],
    score: supports.reduce((sum, support) => sum + support.weight, 0),
    firm: supports.filter(isFirm).length,
    official: supports.some(
      (support) => isFirm(support) && support.candidate.statement.reading.standing === 'official',
    ),
    corrections: supports.filter(
      (support) => isFirm(support) && support.candidate.statement.reading.cues.correction,
    ).length,
    medianAt: times[Math.floor(times.length / 2)] ?? null,
  }
}

export function isFirm(support: Support): boolean {
  const { reading, cues } = support.candidate.statement
  return (
    support.weight >= FIRM_WEIGHT_MIN &&
    !reading.cues.joke &&
    !cues.question &&
    (!cues.hedged || cues.correction)
  )
}

/** Of equal values the one most say in full is shown: the day may come from one post and the minute from another. */
function clearestValue(value: AnswerValue, supports: readonly Support[]): AnswerValue {
  if (value.kind === 'time') {
    const values = supports.map(({ candidate }) => candidate.value)
    const day = mostCommon(
      values.flatMap((other) => (other.kind === 'time' && other.day !== null ? [other.day] : [])),
    )
    const minute = mostCommon(
      values.flatMap((other) => (other.kind === 'time' && other.minute !== null ? [other.minute] : [])),
    )
    return { ...value, day: day ?? value.day, minute: minute ?? value.minute }
  }
  if (value.kind === 'quantity') {
    const bounds = supports.flatMap(({ candidate }) =>
      candidate.value.kind === 'quantity' && candidate.value.value === value.value
        ? [candidate.value.bound]
        : [],
    )
    return { ...value, bound: mostCommon(bounds) ?? value.bound }
  }
  if (value.kind === 'name' || value.kind === 'place') {
    const texts = supports.flatMap(({ candidate }) =>
      candidate.value.kind === value.kind && candidate.value.words.length === value.words.length
        ? [candidate.value.text]
        : [],
    )
    return { ...value, text: mostCommon(texts) ?? value.text }
  }
  return value
}

function mostCommon<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}
