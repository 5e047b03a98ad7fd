import { createHmac } from 'node:crypto'
import type { Notification } from '../../ledger/notifications.ts'
import type { FetchOnce } from '../../lib/safe-fetch/fetch-once.ts'
import type { SendOutcome } from './send-outcome.ts'

export type Webhook = {
  readonly url: string
  /** Shared with the receiver, who checks the signature with it. */
  readonly secret: string
  readonly notification: Notification
  readonly publicUrl: string
}

export type SendWebhook = (webhook: Webhook, signal: AbortSignal) => Promise<SendOutcome>

const LIMITS = { headersMs: 10_000, totalMs: 15_000, bytesMax: 64 * 1024 }
/** Answers that another try cannot change. 408, 425 and 429 ask for one. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * Posts a notification as JSON, signed as in the Standard Webhooks specification: `webhook-signature: v1,` and the base64 of
 * HMAC-SHA256 over `id.timestamp.body`. The same notification keeps its `webhook-id`, so that a receiver can drop what it
 * got before. Private addresses are refused by the fetcher; redirects are not followed.
 *
 * @see https://www.standardwebhooks.com
 */
export function makeSendWebhook(fetchOnce: FetchOnce, now: () => number): SendWebhook {
  return async ({ url, secret, notification, publicUrl }, signal) => {
    const body = bodyOf(notification, publicUrl)
    const timestamp = Math.floor(now() / 1_000)
    const outcome = await fetchOnce({
      ...{ url, signal, limits: LIMITS, body },
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Verity webhook',
        'webhook-id': notification.id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': `v1,${signatureOf(secret, `${notification.id}.${timestamp}.${body}`)}`,
      },
    })
    if (outcome.kind === 'failed') {
      const isFinal = outcome.reason === 'forbidden_address' || outcome.reason === 'bad_address'
      return { kind: isFinal ? 'refused' : 'failed', detail: outcome.detail }
    }
    if (outcome.kind === 'redirect') return { kind: 'refused', detail: 'redirects, which is not followed' }
    const { status } = outcome
    if (status >= 200 && status < 300) return { kind: 'sent' }
    const isFinal = status >= 400 && status < 500 && !LATER.has(status)
    return { kind: isFinal ? 'refused' : 'failed', detail: `answered ${status}` }
  }
}

/** Base64 of HMAC-SHA256. */
export function signatureOf(secret: string, signed: string): string {
  return createHmac('sha256', secret).update(signed).digest('base64')
}

function bodyOf({ id, kind, title, body, path, createdAt }: Notification, publicUrl: string): string {
  const url = `${publicUrl}${path}`
  return JSON.stringify({ id, kind, title, body, url, created_at: new Date(createdAt).toISOString() })
}
