import type { Locks } from '../../ledger/locks.ts'
import type { NotificationSettings, Notifications, Sending } from '../../ledger/notifications.ts'
import type { SecretBox } from '../../ledger/secret-box.ts'
import { type BackoffPolicy, backoffMs } from '../../lib/backoff.ts'
import type { Log } from '../../lib/log.ts'
import type { Timing } from '../../lib/timing.ts'
import type { SendMail } from './send-mail.ts'
import type { SendOutcome } from './send-outcome.ts'
import type { SendWebhook } from './send-webhook.ts'

export type SendingDependencies = {
  readonly notifications: Notifications
  readonly locks: Pick<Locks, 'hold'>
  readonly openBox: () => Promise<SecretBox>
  /** Null where no SMTP server is set. */
  readonly sendMail: SendMail | null
  readonly sendWebhook: SendWebhook
  readonly publicUrl: string
  readonly timing: Timing
  readonly random: () => number
  readonly log: Log
}

const ROUND_MS = 5_000
const SENT_PER_ROUND = 20
const LEASE_MS = 60_000
/** About a day in all: what nobody took by then is not news any more. */
const ATTEMPTS_MAX = 9
const RETRY: BackoffPolicy = { baseMs: 60_000, maxMs: 6 * 3_600_000 }
const PRUNE_EVERY_MS = 86_400_000

/**
 * Sends what waits to be sent until the signal aborts, in one process of all that share the ledger. A crash after sending and
 * before noting it sends once more: receivers see the same id. Never throws.
 */
export async function keepSending(deps: SendingDependencies, signal: AbortSignal): Promise<void> {
  const { locks, timing, log } = deps
  while (!signal.aborted) {
    try {
      const request = { name: 'notifications', ttlMs: LEASE_MS, signal, wait: timing.wait }
      await locks.hold(request, (held) => rounds(deps, held))
    } catch (err) {
      if (!signal.aborted) log.warn({ err }, 'Notifications are not sent for a while; it is tried again.')
    }
    await timing.wait(ROUND_MS, signal)
  }
}

async function rounds(deps: SendingDependencies, signal: AbortSignal): Promise<void> {
  let prunedAt = 0
  while (!signal.aborted) {
    await sendDue(deps, signal)
    if (deps.timing.now() - prunedAt > PRUNE_EVERY_MS) {
      await deps.notifications.prune()
      prunedAt = deps.timing.now()
    }
    await deps.timing.wait(ROUND_MS, signal)
  }
}

/** Sends what is due now. @returns how many were tried */
export async function sendDue(deps: SendingDependencies, signal: AbortSignal): Promise<number> {
  const due = await deps.notifications.due(deps.timing.now(), SENT_PER_ROUND)
  for (const sending of due) {
    if (signal.aborted) return due.length
    await note(sending, await send(sending, deps, signal), deps)
  }
  return due.length
}

async function send(
  { channel, notification }: Sending,
  deps: SendingDependencies,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const settings = await deps.notifications.settings(notification.personId)
  const { publicUrl } = deps
  if (channel === 'email') {
    const { email: to, stopToken, locale } = settings
    if (to === null || deps.sendMail === null) return OFF
    return await deps.sendMail({ to, notification, publicUrl, stopToken, locale })
  }
  const { webhookUrl: url, webhookSecret } = settings
  if (url === null || webhookSecret === null) return OFF
  const secret = (await deps.openBox()).open(webhookSecret, webhookPlace(settings))
  return await deps.sendWebhook({ url, secret, notification, publicUrl }, signal)
}

/** What the secret of a person's webhook is sealed for. */
export function webhookPlace({ personId }: Pick<NotificationSettings, 'personId'>): string {
  return `webhook:${personId}`
}

const OFF: SendOutcome = { kind: 'refused', detail: 'was switched off before it was sent' }

async function note(sending: Sending, outcome: SendOutcome, deps: SendingDependencies): Promise<void> {
  const { notifications, timing, random } = deps
  if (outcome.kind === 'sent') return await notifications.endSend(sending.id, 'sent')
  const isLast = outcome.kind === 'refused' || sending.attempts + 1 >= ATTEMPTS_MAX
  if (isLast) return await notifications.endSend(sending.id, 'dropped', outcome.detail)
  const waitMs = backoffMs(sending.attempts + 1, RETRY, random)
  await notifications.retrySend(sending.id, timing.now() + waitMs, outcome.detail)
}
