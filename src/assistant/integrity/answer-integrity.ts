import type { AnswerIntegrity } from '../../domain/answer.ts'
import type { Cluster } from '../corroborate/cluster.ts'
import type { Decision } from '../corroborate/decision.ts'
import type { Locale } from '../understand/question-language.ts'
import { valueText } from '../write/phrases.ts'
import type { CampaignsByAuthor } from './campaigns-among.ts'
import { countedOnce, type Holder, shares } from './count-shares.ts'
import type { Echoes } from './echo-authors.ts'

const POSITION_CHARS = 160
const POSITIONS_MAX = 12
/** Days and networks that are told apart; a question rarely meets as many. */
const GROUPS_MAX = 31

/** Who acts in concert, and who copied a post that was read. */
export type Standing = { readonly campaigns: CampaignsByAuthor; readonly echoes: Echoes }

/**
 * Who holds which position: each account once, and beside it each confirmed campaign once; the same by network, language and
 * day, and after one campaign more at a time. An account that says several things counts for the first of them, by weight; a
 * campaign for what most of its accounts say.
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
  const all = campaignsIn(holders, campaigns)
  const once = (some: readonly Holder[]) => shares(names, countedOnce(some, campaigns))
  const groups = (by: (holder: Holder) => string | null) =>
    [...Map.groupBy(holders, by)]
      .flatMap(([name, some]) =>
        name === null ? [] : [{ name, raw: shares(names, some.map(positionOf)), cleaned: once(some) }],
      )
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .slice(-GROUPS_MAX)
  return {
    campaigns: all,
    raw: shares(names, holders.map(positionOf)),
    cleaned: once(holders),
    quoted: quotedIn(positions, names),
    by_network: groups(({ speaker }) => speaker.source),
    by_language: groups(({ speaker }) => speaker.lang),
    by_day: groups(({ speaker }) => dayOf(speaker.createdAt)),
    steps: stepsOf(holders, campaigns, names, all),
  }
}

/** Shares as one confirmed campaign more is counted once, the largest first. */
function stepsOf(
  holders: readonly Holder[],
  campaigns: NonNullable<CampaignsByAuthor>,
  names: readonly string[],
  all: AnswerIntegrity['campaigns'],
): NonNullable<AnswerIntegrity['steps']> {
  const confirmed = all.filter((campaign) => campaign.confirmed)
  return confirmed.map(({ id }, at) => {
    const counted = new Set(confirmed.slice(0, at + 1).map((campaign) => campaign.id))
    const some = new Map([...campaigns].filter(([, campaign]) => counted.has(campaign.id)))
    return { campaign_id: id, after: shares(names, countedOnce(holders, some)) }
  })
}

function positionsOf(decision: Decision): readonly Cluster[] {
  if (decision.kind === 'abstain') return decision.nearest
  const { lead, others, denials } = decision
  return [lead, ...others, ...(denials === null ? [] : [denials])]
}

/** Every account with its position. */
function firstPositions(positions: readonly Cluster[], echoes: Echoes): Holder[] {
  const holders = new Map<string, Holder>()
  for (const [position, { posts }] of positions.entries())
    for (const post of posts)
      for (const speaker of [post, ...(echoes.get(post.id) ?? [])])
        if (!holders.has(speaker.author)) holders.set(speaker.author, { speaker, position })
  return [...holders.values()]
}

function positionOf({ position }: Holder): number {
  return position
}

function dayOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().slice(0, 10)
}

function campaignsIn(
  holders: readonly Holder[],
  campaigns: NonNullable<CampaignsByAuthor>,
): AnswerIntegrity['campaigns'] {
  const found = new Map<string, { id: string; accounts: number; confirmed: boolean; in_answer: number }>()
  for (const { speaker } of holders) {
    const campaign = campaigns.get(speaker.author)
    if (campaign === undefined) continue
    const { id, accounts, isConfirmed } = campaign
    const known = found.get(id) ?? { id, accounts, confirmed: isConfirmed, in_answer: 0 }
    found.set(id, { ...known, in_answer: known.in_answer + 1 })
  }
  return [...found.values()].sort((one, other) => other.in_answer - one.in_answer)
}

function quotedIn(
  positions: readonly Cluster[],
  names: readonly string[],
): NonNullable<AnswerIntegrity['quoted']> {
  return positions.flatMap(({ value, supports }, at) => {
    const post = supports[0]?.candidate.statement.reading.post
    if (value.kind !== 'statement' || post === undefined) return []
    return [{ position: names[at] as string, id: post.id, author: post.author }]
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
