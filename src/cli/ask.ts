import { toAnswerJson } from '../assistant/answer-json.ts'
import { answerMarkdown } from '../assistant/answer-markdown.ts'
import { answer } from '../assistant/ask.ts'
import { bringCampaignsUpToDate } from '../desk/campaigns-up-to-date.ts'
import type { Answer, Citation } from '../domain/answer.ts'
import { AppError } from '../domain/errors.ts'
import { visibleText } from '../domain/text/safe-text.ts'
import {
  type Command,
  type CommandContext,
  type CommandOptions,
  MODEL_OPTION,
  type ParsedArguments,
  printJson,
  printLine,
  requiredText,
  textOption,
  textOptions,
  wantsJson,
} from './command.ts'
import { readFiles } from './read-files.ts'

const OPTIONS = {
  ...MODEL_OPTION,
  file: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    describe: 'ask with a file (PDF, Word, HTML, CSV, text), searched first; may be given several times',
  },
  'no-web': { type: 'boolean', describe: 'ask no search service and fetch no page' },
  deep: { type: 'boolean', describe: 'more searches, and a report with sections' },
  format: { type: 'string', value: 'text|md|json', describe: 'how to print it (default text)' },
} satisfies CommandOptions

const FORMATS = ['text', 'md', 'json'] as const

export const command: Command = {
  summary: 'Answer a question from the stored posts, with evidence',
  usage: 'QUESTION [options]',
  options: OPTIONS,
  run: async (context, parsed) => {
    const question = requiredText(parsed, 'The question')
    const format = formatOf(parsed)
    const files = await readFiles(textOptions(parsed, 'file'), context.clock)
    await using archive = await context.openArchive()
    await bringCampaignsUpToDate(archive, context)
    await using web = await context.openWeb(archive, { asksServices: parsed.values['no-web'] !== true })
    const writer = await context.openWriter(textOption(parsed, 'model') ?? null)
    const found = await answer(
      { question, files, depth: parsed.values['deep'] === true ? 'deep' : 'quick' },
      {
        ...{ archive, clock: context.clock, signal: context.signal },
        ...{ findPages: web.findPages, isWebConfigured: web.isWebConfigured },
        ...(writer !== null && { writer }),
      },
    )
    if (format === 'json') printJson(context, toAnswerJson(found))
    else if (format === 'md') context.stdout.write(answerMarkdown(question, toAnswerJson(found)))
    else printAnswer(context, found)
    return 0
  },
}

function formatOf(parsed: ParsedArguments): (typeof FORMATS)[number] {
  const given = textOption(parsed, 'format') ?? 'text'
  const format = FORMATS.find((known) => known === given)
  if (format === undefined)
    throw new AppError('invalid_input', `--format takes ${FORMATS.join(', ')}, not "${given}".`)
  return wantsJson(parsed) ? 'json' : format
}

function printAnswer(context: CommandContext, found: Answer): void {
  if (found.sentences.length === 0) printLine(context, found.text)
  const headings = [...(found.sections ?? [])]
  for (const sentence of found.sentences) {
    while (headings[0] !== undefined && headings[0].start < sentence.start)
      printLine(context, `\n${headings.shift()?.title ?? ''}`)
    printLine(context, `${visibleText(sentence.text)} ${sentence.citations.map((n) => `[${n}]`).join('')}`)
  }
  for (const { text } of found.unsupported ?? [])
    printLine(context, `(not supported by what was read: ${visibleText(text)})`)
  if (found.citations.length > 0) printLine(context, '')
  for (const citation of found.citations) printLine(context, describeCitation(citation))
  const engine = found.model.embedded
    ? 'embedded engine, no model'
    : `${found.model.provider} ${found.model.model}`
  printLine(
    context,
    `${webLine(found.trace)}\n${found.trace.postsRead} posts read in ${Math.round(found.trace.totalMs)} ms, ${engine}${costText(found.trace)}`,
  )
  if (found.trace.fallbackReason !== undefined) printLine(context, visibleText(found.trace.fallbackReason))
}

/** What was searched beside posts, one line; nothing where no search was made. */
function webLine({ web }: Answer['trace']): string {
  if (web === undefined) return ''
  const failures = web.searches
    .filter(({ failure }) => failure !== null)
    .map(({ provider, failure }) => `${provider} ${failure}`)
  const services = web.isConfigured ? '' : ', no web search is set up'
  return `\n${[`${web.pagesRead} pages read${services}`, ...failures].map(visibleText).join('; ')}`
}

function costText({ modelCalls = [], costUsd }: Answer['trace']): string {
  if (modelCalls.length === 0) return ''
  return costUsd === null ? ', cost unknown' : `, $${costUsd.toFixed(4)}`
}

function describeCitation({
  n,
  author,
  authorName,
  createdAt,
  quote,
  url,
  id,
  independent,
  document,
}: Citation): string {
  const page = document?.pageNumber ?? null
  const read = document === undefined ? '' : ` · as read on ${new Date(document.fetchedAt).toISOString()}`
  const where = `${page === null ? '' : `, page ${page}`}${read}`
  const at = createdAt === null ? 'unknown time' : new Date(createdAt).toISOString()
  const repeats = independent ? '' : ' · repeats another'
  return `[${n}] ${visibleText(authorName ?? author)} ${where} · ${at}${repeats}\n    “${visibleText(quote).replace(/\s+/g, ' ')}”\n    ${url ?? id}`
}
