import type { OpinionShare } from '../../domain/answer.ts'
import { type CampaignsByAuthor, campaignVoice } from './campaigns-among.ts'
import type { Speaker } from './speaker.ts'
import { wilsonInterval } from './wilson-interval.ts'

/** An account with the number of its position. */
export type Holder = { readonly speaker: Speaker; readonly position: number }

/** Positions by voice: those of single accounts, and one for each confirmed campaign. */
export function countedOnce(holders: readonly Holder[], campaigns: CampaignsByAuthor): number[] {
  const single: number[] = []
  const joint = new Map<string, number[]>()
  for (const { speaker, position } of holders) {
    const voice = campaignVoice(speaker.author, campaigns)
    if (voice === null) single.push(position)
    else joint.set(voice, [...(joint.get(voice) ?? []), position])
  }
  return [...single, ...[...joint.values()].map(mostCommon)]
}

/** Share of each position among those held, with its interval. */
export function shares(names: readonly string[], held: readonly number[]): OpinionShare[] {
  return names.map((position, at) => {
    const accounts = held.filter((one) => one === at).length
    const { low01, high01 } = wilsonInterval(accounts, held.length)
    return { position, share01: held.length === 0 ? 0 : accounts / held.length, low01, high01, accounts }
  })
}

function mostCommon(positions: readonly number[]): number {
  const counts = Map.groupBy(positions, (position) => position)
  const [[most = 0] = []] = [...counts].sort(([a, one], [b, other]) => other.length - one.length || a - b)
  return most
}
