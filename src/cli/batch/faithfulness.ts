import { z } from 'zod'
import { archiveSources } from '../../assistant/archive-sources.ts'
import { splitSentences } from '../../domain/text/sentences.ts'
import { type AnswerJudgement, judgeAnswer } from '../../truth/support/judge-answer.ts'
import { unsupportedAnswer } from '../../truth/support/unsupported-answer.ts'
import { type CommandContext, textOption } from '../command.ts'
import type { BatchTask } from './batch-task.ts'
import { type LazyArchive, lazyArchive } from './lazy-archive.ts'
import { readItem } from './read-item.ts'

const itemSchema = z.object({
  id: z.union([z.string(), z.number()]),
  answer: z.string(),
  sources: z.array(z.object({ id: z.string().or(z.number()).transform(String), text: z.string() })).nullish(),
  question: z.string().nullish(),
  lang: z.string().nullish(),
})
type Item = z.infer<typeof itemSchema>

/** Without sources an answer is held against the archive that `--data` names; without that, nothing supports it. */
export const task: BatchTask = {
  open: async (context, parsed) => {
    const archive = textOption(parsed, 'data') === undefined ? null : lazyArchive(context)
    return {
      handle: async (raw) => {
        const item = readItem(itemSchema, raw)
        const { score01, sentences, unsupported } = await judge(item, archive, context)
        return {
          id: item.id,
          score01,
          sentences: sentences.map(({ start, end, support01, sourceIds }) => ({
            start,
            end,
            support01,
            source_ids: sourceIds,
          })),
          unsupported,
        }
      },
      [Symbol.asyncDispose]: async () => await archive?.close(),
    }
  },
}

async function judge(
  { answer, sources: given, question, lang }: Item,
  archive: LazyArchive | null,
  { signal }: CommandContext,
): Promise<AnswerJudgement> {
  if (given != null && given.length > 0) return judgeAnswer(answer, given, lang ?? null)
  const sources =
    archive === null
      ? []
      : await archiveSources(
          await archive.open(),
          splitSentences(answer).map(({ text }) => text),
          signal,
        )
  return sources.length > 0
    ? judgeAnswer(answer, sources, lang ?? null)
    : unsupportedAnswer(answer, { question: question ?? null, lang: lang ?? null })
}
