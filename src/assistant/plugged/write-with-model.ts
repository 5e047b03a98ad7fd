import type { AnswerSentence, Citation } from '../../domain/answer.ts'
import { AppError } from '../../domain/errors.ts'
import type { LanguageModel } from '../../models/language/language-model.ts'
import { postUrl } from '../../sources/post-url.ts'
import type { AnswerWriter, EvidenceItem, WriterEvent, WriterRequest } from '../answer-writer.ts'
import { type CarryingSpan, checkDraft, type DraftVerdict } from './check-draft.ts'
import { draftSentences } from './cited-sentences.ts'
import { answerPrompt, NOT_ENOUGH } from './prompt.ts'

/**
 * Lets a language model write from numbered evidence. The model sees nothing else, and every sentence
 * is held against the posts it cites before anybody reads it.
 */
export function modelWriter(model: LanguageModel): AnswerWriter {
  return { used: model.used, write: (request, options) => writeWithModel(model, request, options.signal) }
}

async function* writeWithModel(
  model: LanguageModel,
  request: WriterRequest,
  signal: AbortSignal,
): AsyncGenerator<WriterEvent> {
  const evidence = new Map(request.evidence.map((item) => [item.n, item]))
  const said = new Set<string>()
  let offset = 0
  for await (const draft of draftSentences(model.stream(answerPrompt(request), { signal }))) {
    if (draft.text.includes(NOT_ENOUGH)) return
    const key = draft.text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
    if (key === '' || said.has(key)) continue
    said.add(key)
    const verdict = checkDraft(draft, evidence)
    if (verdict.kind === 'unsupported') {
      yield { type: 'unsupported', text: verdict.text, reason: verdict.reason }
      continue
    }
    const sentence = toSentence(verdict, offset)
    yield {
      type: 'sentence',
      sentence,
      citations: verdict.spans.map((span) => toCitation(span, verdict.spans)),
    }
    offset = sentence.end + 1
  }
  // Silence is no abstention: a model that abstains says so.
  if (said.size === 0) throw new AppError('upstream_failed', 'The model wrote nothing.')
}

function toSentence(verdict: Extract<DraftVerdict, { kind: 'supported' }>, start: number): AnswerSentence {
  const { text, support01, spans } = verdict
  return {
    text,
    start,
    end: start + text.length,
    support01,
    citations: spans.map(({ item }) => item.n),
    independentAccounts: new Set(spans.map(({ item }) => item.independenceGroup)).size,
  }
}

function toCitation({ item, start, end }: CarryingSpan, spans: readonly CarryingSpan[]): Citation {
  const { post, n } = item
  return {
    n,
    kind: 'post',
    id: post.id,
    url: postUrl(post.id),
    author: post.author,
    authorName: post.authorName,
    createdAt: post.createdAt,
    quote: post.text.slice(start, end),
    start,
    end,
    snapshotId: post.id,
    independent: isFirstOfGroup(item, spans),
  }
}

function isFirstOfGroup(item: EvidenceItem, spans: readonly CarryingSpan[]): boolean {
  return spans.find((span) => span.item.independenceGroup === item.independenceGroup)?.item.n === item.n
}
