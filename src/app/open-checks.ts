import type { Archive } from '../archive/archive.ts'
import { checkClaim } from '../assistant/verdict/check-claim.ts'
import { KnownCheckFinder } from '../assistant/verdict/known-checks.ts'
import { labelText, summaryText } from '../assistant/verdict/verdict-words.ts'
import { ClaimDesk } from '../desk/checks/claim-desk.ts'
import { reviewsOf } from '../desk/checks/note-reviews.ts'
import { RatingStatuses } from '../desk/checks/rating-statuses.ts'
import { keepSending } from '../desk/notify/keep-sending.ts'
import { Notifier } from '../desk/notify/notifier.ts'
import { makeSendMail } from '../desk/notify/send-mail.ts'
import { makeSendWebhook } from '../desk/notify/send-webhook.ts'
import type { PostHub } from '../desk/post-hub.ts'
import type { ClaimCheck } from '../domain/claim-check.ts'
import type { StoredClaim } from '../ledger/claims.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openSecretBox } from '../ledger/secret-box.ts'
import type { Log } from '../lib/log.ts'
import { makeFetchOnce } from '../lib/safe-fetch/fetch-once.ts'
import type { Timing } from '../lib/timing.ts'
import { googleFactCheck } from '../search/web/google-fact-check.ts'
import type { Config } from './config.ts'
import type { Web } from './open-web.ts'

export type ChecksRequest = {
  readonly config: Config
  readonly archive: Archive
  readonly ledger: Ledger
  readonly hub: PostHub
  readonly web: Web
  readonly timing: Timing
  readonly log: Log
}

/** Brings claims, their standing re-checks and the telling of people together. */
export function openChecks(request: ChecksRequest) {
  const { config, archive, ledger, hub, web, timing, log } = request
  const publicUrl = publicUrlOf(config)
  const notifier = new Notifier(ledger.notifications, { canMail: config.mail !== null })
  const statuses = new RatingStatuses(ledger.claims, timing.now)
  const { findPages, isWebConfigured } = web
  const known = new KnownCheckFinder(
    { all: () => ledger.knownChecks.all(), count: () => ledger.knownChecks.count() },
    config.factCheckKey === null ? null : googleFactCheck({ key: config.factCheckKey }, { fetch, timing }),
  )
  archive.onPages((pages) => {
    const reviews = reviewsOf(pages)
    if (reviews.length === 0) return
    ledger.knownChecks
      .add(reviews)
      .catch((err) => log.warn({ err }, 'Checks that a page publishes could not be kept.'))
  })
  const desk = new ClaimDesk({
    ...{ archive, hub, timing, log, claims: ledger.claims, locks: ledger.locks },
    check: (claim, signal) =>
      checkClaim(claim, {
        ...{ archive, clock: timing.now, signal, findPages, isWebConfigured },
        findKnownChecks: (text) => known.find(text, claim.lang),
      }),
    tellFollowers: async (claim, before) =>
      notifier.tell(await ledger.claims.followers(claim.id), changedVerdict(claim, before)),
  })
  const openBox = () => openSecretBox(config.dataDir, config.secret)
  return {
    notifier,
    publicUrl,
    notifying: { canMail: config.mail !== null, openBox },
    checks: {
      add: desk.add.bind(desk),
      addFrom: desk.addFrom.bind(desk),
      addFromText: desk.addFromText.bind(desk),
      look: desk.look.bind(desk),
      ratingStatus: statuses.of.bind(statuses),
      ratingsChanged: statuses.changed.bind(statuses),
    },
    withdraw: desk.withdraw.bind(desk),
    /** Standing work; ends when the signal aborts. */
    keepUp: async (signal: AbortSignal): Promise<void> => {
      const sending = {
        ...{ timing, log, openBox, publicUrl, notifications: ledger.notifications, locks: ledger.locks },
        ...{ random: Math.random, sendMail: config.mail === null ? null : makeSendMail(config.mail) },
        sendWebhook: makeSendWebhook(makeFetchOnce(), timing.now),
      }
      await Promise.all([desk.keepUp(signal), keepSending(sending, signal)])
    },
    [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose](),
  }
}

function publicUrlOf({ publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>): string {
  return (publicUrl ?? `http://127.0.0.1:${port}`).replace(/\/+$/, '')
}

function changedVerdict(claim: StoredClaim, before: ClaimCheck) {
  return {
    kind: 'verdict',
    path: `/checks/${encodeURIComponent(claim.id)}`,
    eventKey: `claim:${claim.id}:${claim.revision}`,
    words: (locale: 'en' | 'fr') => {
      const now = claim.check ?? before
      const label = labelText(now.verdict, locale)
      const was = labelText(before.verdict, locale)
      const change =
        locale === 'fr'
          ? `Avant\u00a0: ${was}. Maintenant\u00a0: ${label}.`
          : `Before: ${was}. Now: ${label}.`
      return {
        title: locale === 'fr' ? `Verdict révisé\u00a0: ${claim.text}` : `Verdict revised: ${claim.text}`,
        body: `${change}\n${summaryText(now, locale)}`,
      }
    },
  }
}
