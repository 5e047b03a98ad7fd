import type { Archive } from '../archive/archive.ts'
import { newCampaignId } from '../desk/campaign-id.ts'
import { findCampaigns } from '../desk/find-campaigns.ts'
import { readableCampaigns } from '../desk/readable-campaign.ts'
import type { Campaign } from '../domain/campaign.ts'
import { detectCampaigns } from '../integrity/detect/detect-campaigns.ts'
import { readCandidates } from '../integrity/detect/read-candidates.ts'
import { campaignJson } from './campaign-json.ts'
import {
  type Command,
  type CommandContext,
  integerOption,
  printJson,
  printLine,
  refusePositionals,
  textOption,
  timeOption,
  wantsJson,
} from './command.ts'

const LIMIT_DEFAULT = 20
const ACCOUNTS_SHOWN = 8
const KEPT_MAX = 5_000
/** Later than any post. */
const TIME_MAX = 4_102_444_800_000

export const command: Command = {
  summary: 'Show accounts that act in concert, among stored posts',
  usage: '[options]',
  options: {
    from: { type: 'string', value: 'TIME', describe: 'only posts from this time on' },
    to: { type: 'string', value: 'TIME', describe: 'only posts before this time' },
    lang: { type: 'string', value: 'CODE', describe: 'only posts in this language' },
    limit: { type: 'string', value: 'N', describe: `how many at most (default ${LIMIT_DEFAULT})` },
    provisional: { type: 'boolean', describe: 'also those that are not confirmed' },
  },
  run: async (context, parsed) => {
    refusePositionals('campaigns', parsed)
    const limit = integerOption(parsed, 'limit', { min: 1, max: 100_000 }) ?? LIMIT_DEFAULT
    const filter = {
      lang: textOption(parsed, 'lang'),
      from: timeOption(parsed, 'from'),
      to: timeOption(parsed, 'to'),
    }
    const isAsked = Object.values(filter).some((value) => value !== undefined)
    await using archive = await context.openArchive()
    const found = isAsked
      ? await detectAmong(archive, filter, context)
      : await keptCampaigns(archive, context)
    const wanted = found.filter(({ isConfirmed }) => isConfirmed || parsed.values['provisional'] === true)
    const { posts } = await archive.stats()
    if (wantsJson(parsed)) printJson(context, { posts, campaigns: wanted.slice(0, limit).map(campaignJson) })
    else print(context, wanted.slice(0, limit), { posts, found: wanted.length })
    return 0
  },
}

type Asked = {
  readonly lang?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** Looked for now, among these posts alone; nothing is kept. */
async function detectAmong(
  archive: Archive,
  { lang, from, to }: Asked,
  { signal }: CommandContext,
): Promise<readonly Campaign[]> {
  const range = { from: from ?? 0, to: to ?? TIME_MAX }
  const { table, activity, population } = await readCandidates(archive, range, { lang, signal })
  return detectCampaigns(table, activity, population).campaigns
}

/** Brings the kept campaigns up to date, then reads them. */
async function keptCampaigns(archive: Archive, { clock, signal }: CommandContext): Promise<Campaign[]> {
  await findCampaigns({ archive, now: clock, newId: newCampaignId, signal })
  const kept = await readableCampaigns(await archive.listCampaigns({ limit: KEPT_MAX }), archive)
  return kept.map(({ campaign }) => campaign)
}

function print(
  context: CommandContext,
  campaigns: readonly Campaign[],
  { posts, found }: { posts: number; found: number },
): void {
  for (const campaign of campaigns) {
    const state = campaign.isConfirmed ? 'confirmed' : 'provisional'
    const names = campaign.accounts.slice(0, ACCOUNTS_SHOWN).map(({ id }) => id)
    const more = campaign.accounts.length - names.length
    printLine(context, `${campaign.id}  ${state}, q ${campaign.qValue.toExponential(1)}  ${campaign.why}`)
    printLine(context, `    ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`)
  }
  const what = found === 0 ? 'No accounts act in concert' : `${found} groups of accounts act in concert`
  printLine(context, `${what} among ${posts} posts.`)
}
