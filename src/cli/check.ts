import { checkClaim } from '../assistant/verdict/check-claim.ts'
import { toCheckJson } from '../assistant/verdict/check-json.ts'
import { KnownCheckFinder } from '../assistant/verdict/known-checks.ts'
import type { CheckEvidenceJson, ClaimCheckJson } from '../contract/check.ts'
import { AppError } from '../domain/errors.ts'
import { visibleText } from '../domain/text/safe-text.ts'
import { askedClaim } from '../truth/claims/asked-claim.ts'
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
  wantsJson,
} from './command.ts'
import { readKnownChecks } from './read-known-checks.ts'

const OPTIONS = {
  ...MODEL_OPTION,
  lang: { type: 'string', value: 'CODE', describe: 'language of the claim, where it does not tell its own' },
  post: {
    type: 'string',
    value: 'ID',
    describe: 'the stored post that the claim is from; it does not count as evidence',
  },
  'no-web': { type: 'boolean', describe: 'ask no search service and fetch no page' },
  learn: {
    type: 'string',
    value: 'FILE',
    describe: 'keep published checks (JSON lines) that claims are matched with',
  },
} satisfies CommandOptions

export const command: Command = {
  summary: 'Check a claim and give a verdict with the evidence for and against',
  usage: 'CLAIM [options]',
  options: OPTIONS,
  run: async (context, parsed) => {
    const learnt = textOption(parsed, 'learn')
    if (learnt !== undefined) await learn(learnt, context, wantsJson(parsed))
    if (learnt !== undefined && parsed.positionals.length === 0) return 0
    const given = requiredText(parsed, 'The claim')
    const claim = askedClaim(given) ?? given
    await using archive = await context.openArchive()
    await using web = await context.openWeb(archive, { asksServices: parsed.values['no-web'] !== true })
    await using ledger = await context.openLedger()
    const { knownChecks } = ledger
    const known = new KnownCheckFinder({ all: () => knownChecks.all(), count: () => knownChecks.count() })
    const lang = textOption(parsed, 'lang') ?? null
    const origin = await originOf(parsed, archive)
    const check = await checkClaim(
      { claim, lang, origin },
      {
        ...{ archive, clock: context.clock, signal: context.signal },
        ...{ findPages: web.findPages, isWebConfigured: web.isWebConfigured },
        findKnownChecks: (text) => known.find(text, lang),
      },
    )
    const json = toCheckJson(check, wantsJson(parsed) && check.lang === 'fr' ? 'fr' : 'en')
    if (wantsJson(parsed)) printJson(context, json)
    else printCheck(context, json)
    return 0
  },
}

async function learn(file: string, context: CommandContext, asJson: boolean): Promise<void> {
  const { found, unusable } = await readKnownChecks(file)
  await using ledger = await context.openLedger()
  await ledger.knownChecks.add(found)
  if (asJson) printJson(context, { kept: found.length, unusable })
  else printLine(context, `${found.length} published checks kept, ${unusable} lines could not be used`)
}

async function originOf(
  parsed: ParsedArguments,
  archive: Awaited<ReturnType<CommandContext['openArchive']>>,
) {
  const id = textOption(parsed, 'post')
  if (id === undefined) return null
  const [post] = await archive.getPosts([id])
  if (post === undefined) throw new AppError('not_found', `No post ${id} is stored.`)
  return post
}

function printCheck(context: CommandContext, check: ClaimCheckJson): void {
  const { range } = check
  const percent = (share01: number) => `${Math.round(share01 * 100)} %`
  printLine(
    context,
    `${check.label_text} · ${percent(check.confidence01)} (${percent(range.low01)}–${percent(range.high01)})`,
  )
  printLine(context, check.summary)
  printSide(context, 'For', check.best_for)
  printSide(context, 'Against', check.best_against)
  printList(context, 'Not found', check.searched.missing)
  printList(context, 'What would change this', check.what_would_change)
  for (const known of check.already_checked)
    printLine(
      context,
      `\nAlready checked by ${visibleText(known.publisher)}: ${visibleText(known.rating ?? '')}\n    ${known.url}`,
    )
  printLine(
    context,
    `\n${check.searched.posts_read} posts and ${check.searched.pages_read} pages read, ${check.searched.voices} independent voices, ${Math.round(check.total_ms)} ms, embedded engine, no model`,
  )
}

function printSide(context: CommandContext, title: string, items: readonly CheckEvidenceJson[]): void {
  if (items.length === 0) return
  printLine(context, `\n${title}`)
  for (const item of items) {
    const marks = `${item.primary ? ' · primary source' : ''}${item.repeats > 1 ? ` · ${item.repeats} posts count as one` : ''}`
    const name = visibleText(item.author_name ?? item.author)
    printLine(context, `  ${name} · ${item.created_at ?? 'unknown time'}${marks}`)
    printLine(context, `    “${visibleText(item.quote).replace(/\s+/g, ' ')}”\n    ${item.url ?? item.id}`)
  }
}

function printList(context: CommandContext, title: string, items: readonly { text: string }[]): void {
  if (items.length === 0) return
  printLine(context, `\n${title}`)
  for (const { text } of items) printLine(context, `  ${visibleText(text)}`)
}
