import { toCheckJson } from '../assistant/verdict/check-json.ts'
import { labelText, summaryText } from '../assistant/verdict/verdict-words.ts'
import type { CheckDetailJson, CheckRevisionJson, CheckSummaryJson } from '../contract/checks.ts'
import type { ClaimRevision, StoredClaim } from '../ledger/claims.ts'

type Locale = 'en' | 'fr'

export function checkSummary(claim: StoredClaim, locale: Locale): CheckSummaryJson {
  const { check } = claim
  const verdict = check?.verdict ?? null
  return {
    ...{ id: claim.id, claim: claim.text, lang: claim.lang, state: claim.state, revision: claim.revision },
    label: verdict?.label ?? null,
    label_text: verdict === null ? null : labelText(verdict, locale),
    confidence01: verdict?.confidence01 ?? null,
    committed: verdict?.committed ?? false,
    summary: check === null ? null : summaryText(check, locale),
    ...{ published: claim.isPublished, origin: claim.origin, error: claim.error },
    created_at: iso(claim.createdAt),
    checked_at: claim.checkedAt === null ? null : iso(claim.checkedAt),
    changed_at: iso(claim.changedAt),
  }
}

/** What stands around a claim for the person who looks at it. */
export type CheckSetting = Pick<CheckDetailJson, 'following' | 'ratings' | 'yours'> & {
  readonly revisions: readonly ClaimRevision[]
}

export function checkDetail(claim: StoredClaim, setting: CheckSetting, locale: Locale): CheckDetailJson {
  const { revisions, ...own } = setting
  const path = encodeURIComponent(claim.id)
  return {
    ...checkSummary(claim, locale),
    ...own,
    check: claim.check === null ? null : toCheckJson(claim.check, locale),
    revisions: revisions.map((revision) => revisionJson(revision, locale)),
    links: {
      page: `/checks/${path}`,
      embed: `/embed/checks/${path}`,
      claim_review: `/api/checks/${path}/claimreview.json`,
    },
  }
}

function revisionJson({ revision, reason, check, at }: ClaimRevision, locale: Locale): CheckRevisionJson {
  const { label, confidence01, committed } = check.verdict
  return {
    revision,
    reason,
    label,
    label_text: labelText(check.verdict, locale),
    confidence01,
    committed,
    at: iso(at),
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
