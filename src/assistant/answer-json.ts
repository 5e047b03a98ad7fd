import type { AnswerEventJson, AnswerJson, CitationJson, SentenceJson } from '../contract/answer.ts'
import type { Answer, AnswerEvent, AnswerSentence, Citation, CitedDocument } from '../domain/answer.ts'
import type { CampaignMark } from '../domain/campaign.ts'
import { traceToJson } from './trace-json.ts'
import { toCheckJson } from './verdict/check-json.ts'

/** An answer as it crosses our borders: snake case, times in ISO 8601. */
export function toAnswerJson(answer: Answer): AnswerJson {
  return {
    answer: { text: answer.text, sentences: answer.sentences.map(toSentenceJson) },
    ...(answer.sections === undefined ? {} : { sections: [...answer.sections] }),
    ...(answer.unsupported === undefined
      ? {}
      : { unsupported: answer.unsupported.map((struck) => ({ ...struck })) }),
    ...(answer.followUps === undefined ? {} : { follow_ups: [...answer.followUps] }),
    citations: answer.citations.map(toCitationJson),
    abstained: answer.abstained,
    ...(answer.verdict === undefined
      ? {}
      : { verdict: toCheckJson(answer.verdict, answer.verdict.lang === 'fr' ? 'fr' : 'en') }),
    integrity:
      answer.integrity === null ? null : (structuredClone(answer.integrity) as AnswerJson['integrity']),
    model: answer.model,
    trace: traceToJson(answer.trace),
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
    ...(sentence.withdrawn === true && { withdrawn: true }),
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
    ...(citation.campaign !== undefined && { campaign: markToJson(citation.campaign) }),
    ...(citation.document !== undefined && { document: documentToJson(citation.document) }),
    ...(citation.withdrawn !== undefined && {
      withdrawn: {
        how: citation.withdrawn.how,
        at: new Date(citation.withdrawn.at).toISOString(),
        text_sha256: citation.withdrawn.textSha256,
      },
    }),
  }
}

function markToJson({ id, accounts, isConfirmed }: CampaignMark): NonNullable<CitationJson['campaign']> {
  return { id, accounts, confirmed: isConfirmed }
}

function documentToJson(document: CitedDocument): NonNullable<CitationJson['document']> {
  const { title, site, publishedAt, fetchedAt, fileName, pageNumber } = document
  return {
    title,
    site,
    published_at: publishedAt === null ? null : new Date(publishedAt).toISOString(),
    fetched_at: new Date(fetchedAt).toISOString(),
    file: fileName,
    page: pageNumber,
  }
}
