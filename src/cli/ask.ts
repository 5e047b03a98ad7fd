import { toAnswerJson } from '../assistant/answer-json.ts'
import { answer } from '../assistant/ask.ts'
import type { Answer, Citation } from '../domain/answer.ts'
import { visibleText } from '../domain/text/safe-text.ts'
import {
  type Command,
  type CommandContext,
  MODEL_OPTION,
  printJson,
  printLine,
  requiredText,
  textOption,
  wantsJson,
} from './command.ts'

export const command: Command = {
  summary: 'Answer a question from the stored posts, with evidence',
  usage: 'QUESTION [options]',
  options: MODEL_OPTION,
  run: async (context, parsed) => {
    const question = requiredText(parsed, 'The question')
    await using archive = await context.openArchive()
    const writer = await context.openWriter(textOption(parsed, 'model') ?? null)
    const found = await answer(
      { question },
      { archive, clock: context.clock, signal: context.signal, ...(writer !== null && { writer }) },
    )
    if (wantsJson(parsed)) printJson(context, toAnswerJson(found))
    else printAnswer(context, found)
    return 0
  },
}

function printAnswer(context: CommandContext, found: Answer): void {
  if (found.sentences.length === 0) printLine(context, found.text)
  for (const sentence of found.sentences) {
    printLine(context, `${visibleText(sentence.text)} ${sentence.citations.map((n) => `[${n}]`).join('')}`)
  }
  if (found.citations.length > 0) printLine(context, '')
  for (const citation of found.citations) printLine(context, describeCitation(citation))
  const engine = found.model.embedded
    ? 'embedded engine, no model'
    : `${found.model.provider} ${found.model.model}`
  printLine(
    context,
    `\n${found.trace.postsRead} posts read in ${Math.round(found.trace.totalMs)} ms, ${engine}`,
  )
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
}: Citation): string {
  const at = createdAt === null ? 'unknown time' : new Date(createdAt).toISOString()
  const repeats = independent ? '' : ' · repeats another'
  return `[${n}] ${visibleText(authorName ?? author)} · ${at}${repeats}\n    “${visibleText(quote).replace(/\s+/g, ' ')}”\n    ${url ?? id}`
}
