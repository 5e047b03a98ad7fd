import type { AnswerIntegrity, OpinionShare } from '../../domain/answer.ts'
import type { PostId } from '../../domain/post.ts'
import type { Cluster } from '../corroborate/cluster.ts'
import type { Decision } from '../corroborate/decision.ts'
import type { Locale } from '../understand/question-language.ts'
import { valueText } from '../write/phrases.ts'
import { type CampaignsByAuthor, campaignVoice } from './campaigns-among.ts'
import { wilsonInterval } from './wilson-interval.ts'

const POSITION_CHARS = 160
const POSITIONS_MAX = 12

/** Who acts in concert, and which accounts copied a post that was read. */
export type Standing = {
  readonly campaigns: CampaignsByAuthor
  readonly echoes: ReadonlyMap<PostId, readonly string[]>
}

/**
 * Who holds which position: each account once, and beside it each confirmed campaign once. An account that says several
 * things counts for the first of them, by weight; a campaign for what most of its accounts say.
 *
 * @returns null where campaigns were never looked for
 */
export function answerIntegrity(
  decision: Decision,
  { campaigns, echoes }: Standing,
  locale: Locale,
): AnswerIntegrity | null {
  if (campaigns === null) return null
  const positions = positionsOf(decision).slice(0, POSITIONS_MAX)
  const holders = firstPositions(positions, echoes)
  const names = positions.map((position) => positionText(position, locale))
  return {
    campaigns: campaignsIn(holders, campaigns),
    raw: shares(names, [...holders.values()]),
    cleaned: shares(names, countCampaignsOnce(holders, campaigns)),
  }
}

function positionsOf(decision: Decision): readonly Cluster[] {
  if (decision.kind === 'abstain') return decision.nearest
  const { lead, others, denials } = decision
  return [lead, ...others, ...(denials === null ? [] : [denials])]
}

/** For each account the number of its position. */
function firstPositions(positions: readonly Cluster[], echoes: Standing['echoes']): Map<string, number> {
  const holders = new Map<string, number>()
  for (const [at, { posts }] of positions.entries())
    for (const { id, author } of posts)
      for (const holder of [author, ...(echoes.get(id) ?? [])])
        if (!holders.has(holder)) holders.set(holder, at)
  return holders
}

function campaignsIn(
  holders: ReadonlyMap<string, number>,
  campaigns: NonNullable<CampaignsByAuthor>,
): AnswerIntegrity['campaigns'] {
  const found = new Map<string, { id: string; accounts: number; confirmed: boolean; in_answer: number }>()
  for (const author of holders.keys()) {
    const campaign = campaigns.get(author)
    if (campaign === undefined) continue
    const { id, accounts, isConfirmed } = campaign
    const known = found.get(id) ?? { id, accounts, confirmed: isConfirmed, in_answer: 0 }
    found.set(id, { ...known, in_answer: known.in_answer + 1 })
  }
  return [...found.values()].sort((one, other) => other.in_answer - one.in_answer)
}

/** Positions by voice: those of single accounts, and one for each campaign. */
function countCampaignsOnce(holders: ReadonlyMap<string, number>, campaigns: CampaignsByAuthor): number[] {
  const single: number[] = []
  const joint = new Map<string, number[]>()
  for (const [author, position] of holders) {
    const voice = campaignVoice(author, campaigns)
    if (voice === null) single.push(position)
    else joint.set(voice, [...(joint.get(voice) ?? []), position])
  }
  return [...single, ...[...joint.values()].map(mostCommon)]
}

function mostCommon(positions: readonly number[]): number {
  const counts = Map.groupBy(positions, (position) => position)
  const [[most = 0] = []] = [...counts].sort(([a, one], [b, other]) => other.length - one.length || a - b)
  return most
}

function shares(names: readonly string[], held: readonly number[]): OpinionShare[] {
  return names.map((position, at) => {
    const accounts = held.filter((one) => one === at).length
    const { low01, high01 } = wilsonInterval(accounts, held.length)
    return { position, share01: held.length === 0 ? 0 : accounts / held.length, low01, high01, accounts }
  })
}

/** A value in words, or what the heaviest account says, as it says it. */
function positionText({ value, supports }: Cluster, locale: Locale): string {
  if (value.kind !== 'statement') return valueText(value, locale)
  const statement = supports[0]?.candidate.statement
  const text = statement?.reading.post.text.slice(statement.start, statement.end) ?? ''
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > POSITION_CHARS ? `${line.slice(0, POSITION_CHARS).trimEnd().toWellFormed()}…` : line
}
