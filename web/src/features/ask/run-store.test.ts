import { expect, test } from 'vitest'
import type {
  AnswerEventJson,
  AnswerJson,
  CitationJson,
  SentenceJson,
} from '../../../../src/contract/answer.ts'
import { type FollowRequest, StreamRefused } from '../../shared/api/follow-events.ts'
import { answerBlocks, blockText, independentAccounts, mergeCitations } from './answer-blocks.ts'
import { applyAnswerEvent, INITIAL_RUN, stopRun } from './run-state.ts'
import { openRun } from './run-store.ts'

const sentence = (text: string, start = 0, citations = [1]): SentenceJson => ({
  text,
  start,
  end: start + text.length,
  support01: 1,
  citations,
  independent_accounts: citations.length,
})

const citation = (n: number, author = `author-${n}`, independent = true): CitationJson => ({
  n,
  kind: 'post',
  id: `mock:${n}`,
  url: null,
  author,
  author_name: null,
  created_at: null,
  quote: 'quote',
  start: 0,
  end: 5,
  snapshot_id: `mock:${n}`,
  independent,
})

const answer = (
  text: string,
  sentences: SentenceJson[],
  citations: CitationJson[] = [citation(1)],
): AnswerJson => ({
  answer: { text, sentences },
  citations,
  abstained: false,
  integrity: null,
  model: { provider: 'verity', model: 'embedded', embedded: true },
  trace: {
    kind: 'who',
    queries: [],
    posts_found: 1,
    posts_read: 1,
    dropped: {},
    steps_ms: {},
    total_ms: 1,
    cost_usd: 0,
  },
})

const apply = (events: AnswerEventJson[]) => events.reduce(applyAnswerEvent, INITIAL_RUN)

test('sentences appear in order with their citations, and the step says what is happening', () => {
  const state = apply([
    { type: 'step', step: 'read', count: 14 },
    { type: 'sentence', sentence: sentence('One.'), citations: [citation(2), citation(1)] },
    { type: 'sentence', sentence: sentence('Two.', 5), citations: [citation(1)] },
  ])
  expect(state.step).toMatchObject({ step: 'read', count: 14 })
  expect(state.blocks.map((block) => block.kind)).toEqual(['sentence', 'sentence'])
  expect(state.citations.map((known) => known.n)).toEqual([1, 2])
})

test('when the answer is done, what was on screen stays in place, struck-through sentences too', () => {
  const streamed: AnswerEventJson[] = [
    { type: 'sentence', sentence: sentence('One.'), citations: [citation(1)] },
    { type: 'unsupported', text: 'Invented.', reason: 'invented_url' },
    { type: 'sentence', sentence: sentence('Two.', 5), citations: [] },
  ]
  const before = apply(streamed)
  const final = answer('One. Two.', [sentence('One.'), sentence('Two.', 5, [1, 2])])
  const after = applyAnswerEvent(before, { type: 'done', answer: final })
  expect(after.blocks.map(blockText)).toEqual(['One.', 'Invented.', 'Two.'])
  expect(after.blocks[2]).toMatchObject({ sentence: { citations: [1, 2] } })
  expect(after.phase).toBe('done')
})

test('an answer that ends differently from what was streamed is shown as it ended', () => {
  const before = apply([{ type: 'sentence', sentence: sentence('One.'), citations: [] }])
  const after = applyAnswerEvent(before, { type: 'done', answer: answer('Other.', [sentence('Other.')]) })
  expect(after.blocks).toMatchObject([{ sentence: { text: 'Other.' } }])
})

test('text outside sentences, as in an abstention, becomes plain lines', () => {
  const blocks = answerBlocks(answer('Too thin.\n\nOne.\nTry Lyon.', [sentence('One.', 11)]))
  expect(blocks).toMatchObject([
    { kind: 'plain', text: 'Too thin.' },
    { kind: 'sentence' },
    { kind: 'plain', text: 'Try Lyon.' },
  ])
})

test('a stopped or failed run keeps what was written and ignores what comes late', () => {
  const running = apply([{ type: 'sentence', sentence: sentence('One.'), citations: [] }])
  const stopped = applyAnswerEvent(running, { type: 'failed', code: 'cancelled', message: '' })
  expect(stopped).toMatchObject({ phase: 'stopped', error: null })
  expect(stopped.blocks).toHaveLength(1)
  const late = applyAnswerEvent(stopRun(running), {
    type: 'sentence',
    sentence: sentence('Late.'),
    citations: [],
  })
  expect(late.blocks).toHaveLength(1)
  expect(applyAnswerEvent(running, { type: 'failed', code: 'store_failed', message: 'x' })).toMatchObject({
    phase: 'failed',
    error: { code: 'store_failed' },
  })
})

test('accounts are counted once, repeats not at all, and those a sentence knows of beyond its citations count too', () => {
  const citations = [citation(1, 'a'), citation(2, 'a'), citation(3, 'b'), citation(4, 'c', false)]
  expect(independentAccounts(answer('One.', [sentence('One.')], citations))).toBe(2)
  const known = { ...sentence('One.'), independent_accounts: 17 }
  expect(independentAccounts(answer('One.', [known], citations))).toBe(17)
  expect(mergeCitations([citation(1, 'a')], [citation(1, 'b')])[0]?.author).toBe('a')
})

test('an event sent twice after a reconnection is taken once, and one that does not parse is passed over', async () => {
  const events = [
    {
      id: '1',
      event: 'sentence',
      data: JSON.stringify({ type: 'sentence', sentence: sentence('One.'), citations: [] }),
    },
    {
      id: '1',
      event: 'sentence',
      data: JSON.stringify({ type: 'sentence', sentence: sentence('One.'), citations: [] }),
    },
    { id: '2', event: 'sentence', data: '{"type":"sentence"' },
    {
      id: '3',
      event: 'done',
      data: JSON.stringify({ type: 'done', answer: answer('One.', [sentence('One.')]) }),
    },
  ]
  const run = openRun('r', {
    follow: async (request: FollowRequest) => {
      expect(request.url).toBe('/api/runs/r/events')
      for (const event of events) request.onEvent(event)
    },
  })
  await run.ended
  expect(run.getSnapshot()).toMatchObject({ phase: 'done' })
  expect(run.getSnapshot().blocks).toHaveLength(1)
})

test('a run the server no longer knows fails instead of waiting for ever', async () => {
  const run = openRun('r', { follow: async () => Promise.reject(new StreamRefused(404)) })
  await run.ended
  expect(run.getSnapshot()).toMatchObject({ phase: 'failed', error: { code: 'not_found' } })
})

test('stopping shows at once and closes the stream', async () => {
  const run = openRun('r', {
    follow: (request) => new Promise((resolve) => request.signal.addEventListener('abort', () => resolve())),
  })
  run.stop()
  expect(run.getSnapshot().phase).toBe('stopped')
  await run.ended
})
