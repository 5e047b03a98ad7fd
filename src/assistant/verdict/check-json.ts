import type { CheckEvidenceJson, ClaimCheckJson, KnownCheckJson } from '../../contract/check.ts'
import type { CheckEvidence, ClaimCheck, KnownCheck } from '../../domain/claim-check.ts'
import type { Locale } from '../understand/question-language.ts'
import { changeText, labelText, missingText, summaryText } from './verdict-words.ts'

/** A check as it crosses our borders: snake case, times in ISO 8601, codes with their words. */
export function toCheckJson(check: ClaimCheck, locale: Locale): ClaimCheckJson {
  const { verdict, searched } = check
  return {
    claim: check.claim,
    lang: check.lang,
    label: verdict.label,
    label_text: labelText(verdict, locale),
    confidence01: verdict.confidence01,
    range: check.range,
    probabilities: verdict.probabilities,
    committed: verdict.committed,
    basis: verdict.basis,
    refusal: check.refusal,
    summary: summaryText(check, locale),
    best_for: check.bestFor.map(toEvidenceJson),
    best_against: check.bestAgainst.map(toEvidenceJson),
    evidence: check.evidence.map(toEvidenceJson),
    searched: {
      queries: [...searched.queries],
      posts_read: searched.postsRead,
      pages_read: searched.pagesRead,
      voices: searched.voices,
      repeated: searched.repeated,
      set_aside: { ...searched.setAside },
      missing: searched.missing.map((kind) => ({ kind, text: missingText(kind, locale) })),
    },
    what_would_change: verdict.whatWouldChange.map((change) => {
      return { kind: change.kind, text: changeText(change, locale) }
    }),
    already_checked: check.alreadyChecked.map(toKnownJson),
    valid_at: isoOrNull(verdict.validAt),
    checked_at: new Date(check.checkedAt).toISOString(),
    total_ms: check.totalMs,
    model: check.model,
  }
}

function toEvidenceJson(item: CheckEvidence): CheckEvidenceJson {
  const { kind, id, url, author, quote, start, end, stance, confidence01, relevance01, repeats } = item
  return {
    ...{ kind, id, url, author, author_name: item.authorName, created_at: isoOrNull(item.createdAt) },
    ...{ quote, start, end, snapshot_id: item.snapshotId },
    ...{ stance, confidence01, relevance01, primary: item.isPrimary, repeats },
    ...(item.document !== undefined && { document: documentJson(item.document) }),
  }
}

function documentJson(document: NonNullable<CheckEvidence['document']>) {
  const { title, site, publishedAt, fetchedAt, fileName, pageNumber } = document
  const published_at = isoOrNull(publishedAt)
  return {
    title,
    site,
    published_at,
    fetched_at: new Date(fetchedAt).toISOString(),
    file: fileName,
    page: pageNumber,
  }
}

function toKnownJson({ reviewedAt, ...known }: KnownCheck): KnownCheckJson {
  return { ...known, reviewed_at: isoOrNull(reviewedAt) }
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
