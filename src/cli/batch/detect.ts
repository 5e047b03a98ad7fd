import { AppError } from '../../domain/errors.ts'
import { type Detection, detectCampaigns } from '../../integrity/detect/detect-campaigns.ts'
import { PostTable } from '../../integrity/detect/post-table.ts'
import { type NetworkTable, networkForm } from '../../integrity/network/network-file.ts'
import { campaignJson } from '../campaign-json.ts'
import { type ParsedArguments, textOption } from '../command.ts'
import { openLineSink } from '../write-lines.ts'
import type { BatchTask } from './batch-task.ts'
import { readPost } from './read-post.ts'

/** `batch detect`: posts in, campaigns out; on request the account graph and a score for every account. */
export const task: BatchTask = {
  open: async (_context, parsed) => {
    const table = new PostTable()
    const edgesForm = formOf(textOption(parsed, 'edges'))
    return {
      handle: async (item) => {
        table.add(readPost(item))
        return null
      },
      finish: () => findings(table, parsed, edgesForm),
      [Symbol.asyncDispose]: async () => {},
    }
  },
}

type EdgesForm = (table: NetworkTable) => Iterable<string>

/** @throws {AppError} invalid_input when the file's name tells no form */
function formOf(file: string | undefined): EdgesForm {
  const form = networkForm(file ?? '.csv')
  if (form === undefined)
    throw new AppError('invalid_input', '--edges must name a file that ends in .csv, .graphml or .json.')
  return form
}

async function* findings(
  table: PostTable,
  parsed: ParsedArguments,
  edgesForm: EdgesForm,
): AsyncGenerator<object> {
  const detection = detectCampaigns(table)
  const isWanted = ({ isConfirmed }: { isConfirmed: boolean }) =>
    isConfirmed || parsed.values['provisional'] === true
  for (const campaign of detection.campaigns) if (isWanted(campaign)) yield campaignJson(campaign)
  const edges = textOption(parsed, 'edges')
  if (edges !== undefined) await writeLines(edges, edgesForm(linkTable(detection.links.filter(isWanted))))
  const accounts = textOption(parsed, 'accounts')
  if (accounts !== undefined) await writeLines(accounts, accountLines(detection))
}

function linkTable(links: Detection['links']): NetworkTable {
  return {
    isDirected: false,
    columns: ['from', 'to', 'posts', 'p_value', 'q_value', 'channels', 'campaign_id'],
    rows: links.map(({ from, to, posts, pValue, qValue, channels, campaignId }) => [
      ...[from, to, posts, pValue, qValue, channels.join(' '), campaignId],
    ]),
  }
}

function* accountLines({ accounts }: Detection): Generator<string> {
  for (const { id, score01, posts } of accounts) yield JSON.stringify({ id, score01: round(score01), posts })
}

async function writeLines(file: string, lines: Iterable<string>): Promise<void> {
  const sink = await openLineSink(file)
  for (const line of lines) await sink.write(line)
  await sink.close()
}

/** Six decimals tell apart what there is to tell. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
