import { AppError } from '../../domain/errors.ts'
import type { EvidenceItem, WriterEvent, WriterRequest } from '../answer-writer.ts'
import { fillPrompt, loadPrompt } from '../prompts/prompts.ts'
import type { TextComposer } from '../report/compose-text.ts'
import type { CitationBook } from '../write/citation-book.ts'
import { callModel, type ModelRun } from './call-model.ts'
import { checkDraft, type DraftVerdict } from './check-draft.ts'
import { type DraftSentence, draftSentences } from './cited-sentences.ts'
import { encode, encodeEvidence, encodeHistory } from './encode.ts'

/** What the model writes instead of an answer when the evidence does not carry one. */
export const NOT_ENOUGH = 'NOT_ENOUGH_EVIDENCE'

const OUTPUT_TOKENS_MAX = 1_200
const LANGUAGES = { en: 'English', fr: 'French' } as const
/** A model that was asked for eight sentences and writes on is cut here; so is one that repeats itself or invents on and on. */
const OVERRUN = 2
const REPEATS_MAX = 4
const STRUCK_MAX = 10

export type Passage = {
  /** Heading that appears with the first thing under it; null for none. */
  readonly title: string | null
  readonly request: Pick<WriterRequest, 'question' | 'history' | 'locale'>
  /** What this passage is to be about, in our own words; null for the whole question. */
  readonly about: string | null
  readonly evidence: readonly EvidenceItem[]
  readonly sentencesMax: number
}

/** What all passages of one answer share. */
export type Page = {
  readonly book: CitationBook
  readonly composer: TextComposer
  /** Words of the sentences so far: nothing is said twice. */
  readonly said: Set<string>
}

/**
 * Has one passage written and holds every sentence against the posts it cites before it is passed on.
 *
 * @throws {AppError} upstream_failed when the model wrote nothing or broke off, over_limit, cancelled
 */
export async function* writeSentences(
  passage: Passage,
  page: Page,
  run: ModelRun,
): AsyncGenerator<WriterEvent> {
  const evidence = new Map(passage.evidence.map((item, index) => [index + 1, item]))
  const counts = { kept: 0, struck: 0, repeats: 0, any: 0 }
  let title = passage.title
  for await (const draft of draftSentences(callModel(promptOf(passage), run))) {
    counts.any += 1
    if (draft.text.includes(NOT_ENOUGH)) return
    const verdict = judge(draft, evidence, page)
    if (verdict === null) counts.repeats += 1
    else {
      counts.repeats = 0
      counts[verdict.kind === 'supported' ? 'kept' : 'struck'] += 1
      if (title !== null) yield openSection(title, page)
      title = null
      yield toEvent(verdict, page)
    }
    if (counts.repeats >= REPEATS_MAX || counts.struck >= STRUCK_MAX) break
    if (counts.kept >= passage.sentencesMax * OVERRUN) break
  }
  // Silence is no abstention: a model that abstains says so.
  if (counts.any === 0) throw new AppError('upstream_failed', 'The model wrote nothing.')
}

function promptOf({ request, about, evidence, sentencesMax }: Passage) {
  const prompt = loadPrompt('write')
  const history = encodeHistory(request.history)
  return {
    step: 'write',
    prompt,
    instructions: fillPrompt(prompt, {
      language: LANGUAGES[request.locale],
      sentences_max: String(sentencesMax),
      not_enough: NOT_ENOUGH,
    }),
    input: [
      ...(history.length > 0 ? ['Earlier in this conversation:', ...history, ''] : []),
      'Posts:',
      ...encodeEvidence(evidence),
      '',
      `Question: ${encode(request.question)}`,
      ...(about === null ? [] : [`Write only about this part of it: ${about}.`]),
    ].join('\n'),
    outputTokensMax: OUTPUT_TOKENS_MAX,
    msMax: Number.MAX_SAFE_INTEGER,
  } as const
}

/** What the evidence says to a draft; null when it says nothing new. */
function judge(
  draft: DraftSentence,
  evidence: ReadonlyMap<number, EvidenceItem>,
  { said }: Page,
): DraftVerdict | null {
  const key = draft.text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  if (key === '' || said.has(key)) return null
  said.add(key)
  return checkDraft(draft, evidence)
}

function openSection(title: string, { composer }: Page): WriterEvent {
  composer.addSection(title)
  return { type: 'section', title }
}

function toEvent(verdict: DraftVerdict, page: Page): WriterEvent {
  if (verdict.kind === 'supported') return toSentence(verdict, page)
  return { type: 'unsupported', text: verdict.text, reason: verdict.reason }
}

function toSentence(
  { text, support01, spans }: Extract<DraftVerdict, { kind: 'supported' }>,
  { book, composer }: Page,
): WriterEvent {
  const start = composer.addSentence(text)
  const heard = new Set<number>()
  const citations = spans.map(({ item, start: from, end }) => {
    const isFirst = !heard.has(item.independenceGroup)
    heard.add(item.independenceGroup)
    return book.cite(item.post, { start: from, end }, isFirst)
  })
  const sentence = {
    text,
    start,
    end: start + text.length,
    support01,
    citations: citations.map(({ n }) => n),
    independentAccounts: heard.size,
  }
  return { type: 'sentence', sentence, citations }
}
