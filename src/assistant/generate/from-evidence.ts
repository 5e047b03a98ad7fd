import type { Answer } from '../../domain/answer.ts'
import { AppError } from '../../domain/errors.ts'
import type { ChatModel } from '../../models/language/chat-model.ts'
import { findEvidence } from '../../search/find-evidence.ts'
import type { AnswerWriter } from '../answer-writer.ts'
import { type AskDependencies, ask } from '../ask.ts'
import { type ChosenSources, isOfNetworks } from '../choose-sources.ts'
import type { AskedFile } from '../documents/evidence-document.ts'
import { citedUrl } from './cite-urls.ts'
import { askedIn } from './conversation.ts'
import { type AnswerFields, planFill } from './fill-schema.ts'
import { type Filled, fillWithModel } from './fill-with-model.ts'
import type {
  Finish,
  GenerationEvent,
  GenerationRequest,
  GenerationUsage,
  SearchMade,
  SearchTool,
} from './generation.ts'
import { countWordTokens } from './word-tokens.ts'
import { citedUrls, TextWriter } from './write-text.ts'

export type EvidenceParts = {
  readonly deps: AskDependencies
  /** Null: the embedded engine writes. */
  readonly writer: AnswerWriter | null
  /** A model that may bring an answer into a client's schema; null where there is none. */
  readonly formatter: ChatModel | null
  readonly files: readonly AskedFile[]
  readonly signal: AbortSignal
}

/** How a client's format is called in its request. */
const FORMAT_PARAM = 'response_format'

/**
 * Answers the last question of a conversation from posts, pages and files. Says nothing that is not carried by them, and
 * never calls a function of the client.
 *
 * @throws {AppError} invalid_input for a format that cannot be filled, before anything is searched; what `ask` fails with
 */
export async function* answerFromEvidence(
  request: GenerationRequest,
  parts: EvidenceParts,
): AsyncGenerator<GenerationEvent> {
  const asked = askedIn(request.messages)
  const isPlain = request.format.type === 'text'
  const fill = isPlain || parts.formatter !== null ? null : fillFor(request)
  const watch = watchSearches(parts.deps, request.search?.sources)
  const writer = new TextWriter({
    baseUrl: request.baseUrl,
    citesInline: request.citesInline && isPlain,
    numbers: asked.numbers,
    outputTokensMax: request.outputTokensMax,
    stop: request.sampling.stop ?? [],
  })
  const events = ask(
    {
      ...{ question: asked.question, history: asked.history, depth: request.depth, locale: request.locale },
      firstCitation: Math.max(0, ...asked.numbers.values()) + 1,
      ...(request.search !== null && { sources: request.search.sources }),
      ...(parts.files.length > 0 && { files: parts.files }),
    },
    { ...watch.deps, signal: parts.signal, ...(parts.writer !== null && { writer: parts.writer }) },
  )
  let answer: Answer | null = null
  for await (const event of events) {
    yield* watch.take()
    if (event.type === 'failed') throw new AppError(event.code as AppError['code'], event.message)
    if (event.type === 'section' && isPlain) yield* writer.heading(event.title)
    if (event.type === 'sentence' && isPlain) yield* writer.sentence(event.sentence.text, event.citations)
    if (event.type === 'done') answer = event.answer
  }
  if (answer === null) throw new AppError('internal', 'The answer ended without a result.')
  if (isPlain) {
    if (writer.isEmpty && writer.ended === null) yield* writer.sentence(answer.text, answer.citations)
    return yield end(request, {
      answer,
      finish: writer.ended ?? 'stop',
      tokens: writer.tokens,
      made: watch.made,
    })
  }
  const fields = fieldsOf(answer, request)
  const filled =
    fill === null
      ? await fillWithModel(request, fields, { model: parts.formatter, signal: parts.signal })
      : null
  const written = filled?.text ?? JSON.stringify(fill?.(fields))
  yield { type: 'text', text: written }
  const tokens = countWordTokens(written)
  yield withFilling(end(request, { answer, finish: 'stop', tokens, made: watch.made }), filled)
}

/** Bringing an answer into a schema is a call of its own. */
function withFilling(ended: End, filled: Filled | null): End {
  if (filled === null) return ended
  const { usage } = ended
  const { tokens, costUsd } = filled
  return {
    ...ended,
    usage: {
      ...usage,
      inputTokens: usage.inputTokens + tokens.input,
      outputTokens: usage.outputTokens + tokens.output,
      isEstimated: usage.isEstimated || tokens.isEstimated,
      costUsd: usage.costUsd === null || costUsd === null ? null : usage.costUsd + costUsd,
    },
  }
}

function fillFor({ format }: GenerationRequest): (fields: AnswerFields) => unknown {
  return format.type === 'json_schema' ? planFill(format.schema, FORMAT_PARAM) : toObject
}

/** What a client gets that wants any JSON. */
function toObject({ text, abstained, citations }: AnswerFields): object {
  return {
    answer: text,
    abstained,
    citations: citations.map(({ n, url, title, quote }) => ({ n, url, title, quote })),
  }
}

function fieldsOf(answer: Answer, { baseUrl, messages }: GenerationRequest): AnswerFields {
  return {
    text: answer.text,
    question: askedIn(messages).question,
    abstained: answer.abstained,
    sentences: answer.sentences.map(({ text, citations }) => ({ text, citations })),
    citations: answer.citations.map((citation) => {
      const { n, quote, author, authorName, id, createdAt } = citation
      const at = createdAt === null ? null : new Date(createdAt).toISOString()
      return { ...citedUrl(citation, baseUrl), n, quote, author: authorName ?? author, id, createdAt: at }
    }),
    support01: answer.abstained ? 0 : Math.min(1, ...answer.sentences.map(({ support01 }) => support01)),
    followUps: answer.followUps ?? [],
    model: answer.model.model,
  }
}

/** Notes what is searched, so that clients see it; each search is told once. */
function watchSearches(deps: AskDependencies, sources: ChosenSources | undefined) {
  const made: SearchMade[] = []
  let told = 0
  const find = deps.findEvidence ?? findEvidence
  const watched: AskDependencies = {
    ...deps,
    findEvidence: async (archive, asked, options) => {
      const found = await find(archive, asked, options)
      const { query, from = sources?.from ?? null, to = sources?.to ?? null, limit = null } = asked
      const posts = found.map(({ post }) => post).filter(({ id }) => isOfNetworks(id, sources ?? {}))
      made.push({ tool: 'x_search', ...{ query, from, to, limit, posts, urls: [] } })
      return found
    },
    ...(deps.findPages !== undefined && {
      findPages: async (asked, signal) => {
        const found = await deps.findPages?.(asked, signal)
        const { queries, from, to } = asked
        const urls = (found?.pages ?? []).map(({ url }) => url)
        for (const query of queries)
          made.push({ tool: 'web_search', ...{ query, from, to, limit: null, posts: [], urls } })
        return found ?? { pages: [], searches: [], fetched: 0, dropped: {} }
      },
    }),
  }
  return {
    deps: watched,
    made,
    *take(): Generator<GenerationEvent> {
      for (; told < made.length; told += 1) {
        const search = made[told]
        if (search !== undefined) yield { type: 'search', search }
      }
    },
  }
}

type Ending = {
  readonly answer: Answer
  readonly finish: Finish
  readonly tokens: number
  readonly made: readonly SearchMade[]
}

type End = Extract<GenerationEvent, { type: 'end' }>

function end(request: GenerationRequest, { answer, finish, tokens, made }: Ending): End {
  return {
    type: 'end',
    finish,
    answer,
    used: answer.model,
    citations: citedUrls(answer, request.baseUrl),
    usage: usageOf(request, { answer, tokens, made }),
  }
}

function usageOf(
  request: GenerationRequest,
  { answer, tokens, made }: Omit<Ending, 'finish'>,
): GenerationUsage {
  const calls = answer.trace.modelCalls ?? []
  const words = request.messages.map((message) =>
    message.role === 'user'
      ? message.parts.map((part) => (part.type === 'text' ? part.text : '')).join(' ')
      : message.text,
  )
  const count = (tool: SearchTool) => made.filter((search) => search.tool === tool).length
  const sum = (numbers: readonly (number | null)[]) =>
    numbers.reduce<number>((all, one) => all + (one ?? 0), 0)
  const isEmbedded = calls.length === 0
  return {
    inputTokens: isEmbedded ? countWordTokens(words.join(' ')) : sum(calls.map((call) => call.inputTokens)),
    outputTokens: isEmbedded ? tokens : sum(calls.map((call) => call.outputTokens)),
    ...{ reasoningTokens: 0, cachedTokens: 0, mcpCalls: 0, codeRuns: 0 },
    isEstimated: calls.some(({ isEstimated }) => isEstimated),
    costUsd: answer.trace.costUsd,
    postsRead: answer.trace.postsRead,
    pagesRead: answer.trace.web?.pagesRead ?? 0,
    searches: {
      x_search: count('x_search'),
      web_search: count('web_search'),
      file_search: (answer.trace.web?.filesRead ?? 0) > 0 ? 1 : 0,
    },
  }
}
