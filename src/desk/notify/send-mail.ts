import type { Transporter } from 'nodemailer'
import type { Notification } from '../../ledger/notifications.ts'
import type { SendOutcome } from './send-outcome.ts'

export type MailConfig = {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly url: string
  readonly from: string
}

export type Mail = {
  readonly to: string
  readonly notification: Notification
  /** Address of this installation, without a slash at its end. */
  readonly publicUrl: string
  readonly stopToken: string
  readonly locale: 'en' | 'fr'
}

export type SendMail = (mail: Mail) => Promise<SendOutcome>

const TIMEOUT_MS = 30_000
const WORDS = {
  en: { open: 'Open', stop: 'No more mails' },
  fr: { open: 'Ouvrir', stop: 'Ne plus recevoir de courriels' },
} as const
/** SMTP replies that another try cannot change: the mailbox is refused, not busy. */
const FINAL_FROM = 500

/** Sends plain-text mails through one SMTP server. Each says how to end them, also to the mail program (RFC 8058). */
export function makeSendMail({ url, from }: MailConfig): SendMail {
  let opened: Promise<Transporter> | null = null
  return async ({ to, notification, publicUrl, stopToken, locale }) => {
    const { title, body, path } = notification
    const stopUrl = `${publicUrl}/stop-mails/${encodeURIComponent(stopToken)}`
    const words = WORDS[locale]
    try {
      opened ??= openTransport(url, from)
      const transport = await opened
      await transport.sendMail({
        ...{ from, to, subject: oneLine(title) },
        text: `${body}\n\n${words.open}: ${publicUrl}${path}\n\n${words.stop}: ${stopUrl}\n`,
        headers: {
          'List-Unsubscribe': `<${stopUrl}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          'Auto-Submitted': 'auto-generated',
        },
      })
      return { kind: 'sent' }
    } catch (thrown) {
      const { responseCode, message } = thrown as { responseCode?: number; message?: string }
      const isFinal = (responseCode ?? 0) >= FINAL_FROM
      return { kind: isFinal ? 'refused' : 'failed', detail: oneLine(message ?? 'no answer').slice(0, 200) }
    }
  }
}

/** The mail library is loaded with the first mail: most installations send none. */
async function openTransport(url: string, from: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  const limits = { connectionTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS }
  return createTransport(url, { from, ...limits } as never)
}

/** A line break in a header would begin another one. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
