import type { Campaign } from '../domain/campaign.ts'
import { detectCampaigns } from '../integrity/detect/detect-campaigns.ts'
import { PostTable } from '../integrity/detect/post-table.ts'
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
    await using archive = await context.openArchive()
    const table = new PostTable()
    for await (const post of archive.exportPosts(filter, { signal: context.signal })) table.add(post)
    const { campaigns, accounts } = detectCampaigns(table)
    const wanted = campaigns.filter(({ isConfirmed }) => isConfirmed || parsed.values['provisional'] === true)
    const read = { posts: table.count, accounts: accounts.length }
    if (wantsJson(parsed))
      printJson(context, { ...read, campaigns: wanted.slice(0, limit).map(campaignJson) })
    else print(context, wanted.slice(0, limit), { ...read, found: wanted.length })
    return 0
  },
}

function print(
  context: CommandContext,
  campaigns: readonly Campaign[],
  { posts, accounts, found }: { posts: number; accounts: number; found: number },
): void {
  for (const campaign of campaigns) {
    const state = campaign.isConfirmed ? 'confirmed' : 'provisional'
    const names = campaign.accounts.slice(0, ACCOUNTS_SHOWN).map(({ id }) => id)
    const more = campaign.accounts.length - names.length
    printLine(context, `${campaign.id}  ${state}, q ${campaign.qValue.toExponential(1)}  ${campaign.why}`)
    printLine(context, `    ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`)
  }
  const what = found === 0 ? 'No accounts act in concert' : `${found} groups of accounts act in concert`
  printLine(context, `${what} among ${accounts} accounts with ${posts} dated posts.`)
}
