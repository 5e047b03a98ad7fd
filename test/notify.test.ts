import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SendingDependencies, sendDue, webhookPlace } from '../src/desk/notify/keep-sending.ts'
import { Notifier } from '../src/desk/notify/notifier.ts'
import { makeSendMail } from '../src/desk/notify/send-mail.ts'
import { makeSendWebhook, signatureOf } from '../src/desk/notify/send-webhook.ts'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { SecretBox } from '../src/ledger/secret-box.ts'
import { makeFetchOnce } from '../src/lib/safe-fetch/fetch-once.ts'

const TOLD = {
  ...{ kind: 'verdict', path: '/checks/1', eventKey: 'claim:1:2' },
  words: (locale: 'en' | 'fr') => ({
    title: locale === 'fr' ? 'Révisé' : 'Revised',
    body: 'Now\r\nsupported.',
  }),
}

let ledger: Ledger
let now: number
let personId: string
let closers: (() => Promise<unknown>)[]
const box = new SecretBox(['a secret of thirty-two characters'])

beforeEach(async () => {
  now = Date.UTC(2026, 2, 4)
  closers = []
  ledger = await openLedger({ kind: 'sqlite', file: ':memory:' }, { clock: () => now })
  personId = (await ledger.people.ensureOwner()).id
})
afterEach(async () => {
  for (const close of closers) await close()
  await ledger.close()
})

const toTests = { allowsPort: () => true, allowsAddress: () => true }
function depsOf(more: Partial<SendingDependencies> = {}): SendingDependencies {
  return {
    ...{ notifications: ledger.notifications, locks: ledger.locks, publicUrl: 'https://verity.example' },
    ...{ openBox: async () => box, random: () => 0, log: { warn: () => {} } as never, sendMail: null },
    sendWebhook: makeSendWebhook(makeFetchOnce({ policy: toTests }), () => now),
    timing: { now: () => now, wait: async () => {} },
    ...more,
  }
}

async function tell(): Promise<void> {
  await new Notifier(ledger.notifications, { canMail: true }).tell([personId, personId], TOLD)
}

async function hook(url: string): Promise<void> {
  const webhookSecret = box.seal('shared', webhookPlace({ personId }))
  await ledger.notifications.changeSettings(personId, { webhookUrl: url, webhookSecret })
}

type Got = { headers: Record<string, string | string[] | undefined>; body: string }

async function receiver(statuses: number[]): Promise<{ url: string; got: Got[] }> {
  const got: Got[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      response.writeHead(statuses.shift() ?? 200).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closers.push(() => new Promise((done) => server.close(done)))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got }
}

describe('a webhook', () => {
  it('gets each notification once, signed so that the receiver can check it', async () => {
    const { url, got } = await receiver([])
    await hook(url)
    await tell()
    await tell()
    expect(await sendDue(depsOf(), new AbortController().signal)).toBe(1)
    expect(await sendDue(depsOf(), new AbortController().signal)).toBe(0)
    const [{ headers, body } = { headers: {}, body: '' }] = got
    expect(got).toHaveLength(1)
    expect(JSON.parse(body)).toMatchObject({ title: 'Revised', url: 'https://verity.example/checks/1' })
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    expect(headers['webhook-signature']).toBe(`v1,${signatureOf('shared', signed)}`)
  })

  it('that is busy is tried again later under the same id; one that refuses is not', async () => {
    const { url, got } = await receiver([503, 200, 410])
    await hook(url)
    await tell()
    await sendDue(depsOf(), new AbortController().signal)
    expect(await sendDue(depsOf(), new AbortController().signal)).toBe(0)
    now += 61_000
    await sendDue(depsOf(), new AbortController().signal)
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect((await ledger.notifications.lastSends(personId))[0]?.state).toBe('sent')
    await new Notifier(ledger.notifications, { canMail: true }).tell([personId], {
      ...TOLD,
      eventKey: 'other',
    })
    await sendDue(depsOf(), new AbortController().signal)
    expect(await ledger.notifications.lastSends(personId)).toContainEqual(
      expect.objectContaining({ state: 'dropped', error: 'answered 410' }),
    )
  })

  it('on a private address is refused', async () => {
    const { url, got } = await receiver([])
    await hook(url)
    await tell()
    await sendDue(
      depsOf({ sendWebhook: makeSendWebhook(makeFetchOnce(), () => now) }),
      new AbortController().signal,
    )
    expect(got).toEqual([])
    expect((await ledger.notifications.lastSends(personId))[0]?.state).toBe('dropped')
  })
})

describe('a mail', () => {
  it('says what happened, where, and how to end the mails', async () => {
    const { url, received } = await smtpServer([])
    await ledger.notifications.changeSettings(personId, { email: 'ann@example.org', locale: 'fr' })
    await tell()
    const sendMail = makeSendMail({ url, from: 'verity@example.org' })
    await sendDue(depsOf({ sendMail }), new AbortController().signal)
    const { stopToken } = await ledger.notifications.settings(personId)
    const mail = received.join('\n')
    expect(mail).toContain('RCPT TO:<ann@example.org>')
    expect(mail).toContain('https://verity.example/checks/1')
    expect(mail.replaceAll(/=\r?\n/g, '')).toContain(`https://verity.example/stop-mails/${stopToken}`)
    expect(mail).toMatch(/List-Unsubscribe-Post: List-Unsubscribe=One-Click/i)
  })

  it('to a mailbox that does not exist is dropped; to one that is full it is tried again', async () => {
    const { url } = await smtpServer(['452 full', '550 no such person'])
    await ledger.notifications.changeSettings(personId, { email: 'ann@example.org' })
    await tell()
    const sendMail = makeSendMail({ url, from: 'verity@example.org' })
    await sendDue(depsOf({ sendMail }), new AbortController().signal)
    expect((await ledger.notifications.lastSends(personId))[0]?.state).toBe('waiting')
    now += 61_000
    await sendDue(depsOf({ sendMail }), new AbortController().signal)
    expect((await ledger.notifications.lastSends(personId))[0]?.state).toBe('dropped')
  })

  it('is not sent to who ended mails while it waited', async () => {
    const settings = await ledger.notifications.changeSettings(personId, { email: 'ann@example.org' })
    await tell()
    await ledger.notifications.stopMails(settings.stopToken)
    await sendDue(depsOf({ sendMail: async () => expect.unreachable() }), new AbortController().signal)
    expect((await ledger.notifications.lastSends(personId))[0]?.state).toBe('dropped')
  })
})

/** Speaks as much SMTP as a client needs; `refusals` answer RCPT, one each. */
async function smtpServer(refusals: string[]): Promise<{ url: string; received: string[] }> {
  const received: string[] = []
  const server = createTcpServer((socket) => {
    let isData = false
    const say = (line: string) => socket.write(`${line}\r\n`)
    say('220 test')
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n')) {
        if (line === '' && !isData) continue
        received.push(line)
        if (isData) {
          if (line === '.') {
            isData = false
            say('250 kept')
          }
        } else if (/^EHLO|^HELO|^MAIL|^RSET/.test(line)) say('250 ok')
        else if (/^RCPT/.test(line)) say(refusals.shift() ?? '250 ok')
        else if (/^DATA/.test(line)) {
          isData = true
          say('354 go on')
        } else if (/^QUIT/.test(line)) {
          say('221 bye')
          socket.end()
        } else say('500 what')
      }
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closers.push(() => new Promise((done) => server.close(done)))
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}?ignoreTLS=true`, received }
}
