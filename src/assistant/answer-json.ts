import type { AnswerEventJson, AnswerJson, CitationJson, SentenceJson } from '../contract/answer.ts'
import type { Answer, AnswerEvent, AnswerSentence, Citation } from '../domain/answer.ts'

/** An answer as it crosses our borders: snake case, times in ISO 8601. */
export function toAnswerJson(answer: Answer): AnswerJson {
  const { trace } = answer
  return {
    answer: { text: answer.text, sentences: answer.sentences.map(toSentenceJson) },
    citations: answer.citations.map(toCitationJson),
    abstained: answer.abstained,
    integrity: answer.integrity,
    model: answer.model,
    trace: {
      kind: trace.kind,
      queries: [...trace.queries],
      posts_found: trace.postsFound,
      posts_read: trace.postsRead,
      dropped: { ...trace.dropped },
      steps_ms: { ...trace.stepsMs },
      total_ms: trace.totalMs,
      cost_usd: trace.costUsd,
      ...(trace.fallbackReason === undefined ? {} : { fallback_reason: trace.fallbackReason }),
    },
  }
}

/** One event of a running answer on the wire. */
export function toAnswerEventJson(event: AnswerEvent): AnswerEventJson {
  switch (event.type) {
    case 'sentence':
      return {
        type: 'sentence',
        sentence: toSentenceJson(event.sentence),
        citations: event.citations.map(toCitationJson),
      }
    case 'done':
      return { type: 'done', answer: toAnswerJson(event.answer) }
    default:
      return event
  }
}

function toSentenceJson(sentence: AnswerSentence): SentenceJson {
  return {
    text: sentence.text,
    start: sentence.start,
    end: sentence.end,
    support01: sentence.support01,
    citations: [...sentence.citations],
    independent_accounts: sentence.independentAccounts,
  }
}

function toCitationJson(citation: Citation): CitationJson {
  return {
    n: citation.n,
    kind: citation.kind,
    id: citation.id,
    url: citation.url,
    author: citation.author,
    author_name: citation.authorName,
    created_at: citation.createdAt === null ? null : new Date(citation.createdAt).toISOString(),
    quote: citation.quote,
    start: citation.start,
    end: citation.end,
    snapshot_id: citation.snapshotId,
    independent: citation.independent,
  }
}
