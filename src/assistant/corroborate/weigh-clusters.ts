import type { QuestionKind } from '../../domain/answer.ts'
import type { AnswerValue, Candidate } from '../candidates/candidate.ts'
import type { Cluster } from './cluster.ts'
import { sameValue } from './same-value.ts'

/**
 * Lets later and corrected reports outweigh earlier guesses. Counts of an unfolding event rise, so recency counts most
 * for "how many"; a place or a name rarely changes, so there only outright corrections count.
 *
 * @param takenBack candidates said as what is not so ("not 12 but 20")
 * @returns the same clusters with adjusted scores, best first
 */
export function weighClusters(
  clusters: readonly Cluster[],
  takenBack: readonly Candidate[],
  kind: QuestionKind,
): Cluster[] {
  const times = clusters.flatMap((cluster) =>
    cluster.supports.flatMap(({ candidate }) => candidate.statement.reading.post.createdAt ?? []),
  )
  const first = Math.min(...times)
  const span = Math.max(...times) - first
  return clusters
    .map((cluster) => {
      const late01 = span > 0 && cluster.medianAt !== null ? (cluster.medianAt - first) / span : 0.5
      const recency = kind === 'how_many' ? 0.6 + 0.8 * late01 : 0.9 + 0.2 * late01
      const corrected = cluster.corrections > 0 ? Math.min(1.8, 1.2 + 0.3 * cluster.corrections) : 1
      const official = cluster.official ? 1.3 : 1
      return {
        ...cluster,
        score: cluster.score * recency * corrected * official * takenBackFactor(cluster.value, takenBack),
      }
    })
    .sort((a, b) => b.score - a.score)
}

function takenBackFactor(value: AnswerValue, takenBack: readonly Candidate[]): number {
  const voices = new Set(
    takenBack
      .filter((candidate) => sameValue(candidate.value, value))
      .map((candidate) => candidate.statement.reading.voice),
  )
  return voices.size === 0 ? 1 : voices.size === 1 ? 0.5 : 0.3
}

const NEGATED_BEFORE =
  /(?:\bnot|n['’]t(?: \w+)?|\bpas|\bnon|\bet non(?: pas)?|\bplus|\binstead of|\brather than|\bau lieu d[eu]|\bcontrairement aux?|\bearlier(?: \w+){0,3}|\bwrongly \w+|\bdown from|\bup from|\bprevious(?:ly)?(?: \w+){0,3}|\binitial\w*(?: \w+){0,3}|\bet pas|\bno longer|\bfrom)\s+(?:de |d['’]|du |à |a |at |in |the |just |only |les |la |le |l['’]|au |aux |chez |by |par )*["“«]?\s*$/iu

/** Whether the words just before a value take it back. */
export function isNegated(text: string, start: number): boolean {
  return NEGATED_BEFORE.test(text.slice(Math.max(0, start - 48), start))
}
