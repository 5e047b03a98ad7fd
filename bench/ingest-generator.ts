import { zstdCompressSync } from 'node:zlib'
import { WebSocketServer } from 'ws'
import { simulate } from '../src/sources/simulated/simulate.ts'

/** What the parent asks for, and what it hears. */
export type GeneratorCommand = {
  readonly postsPerSecond: number
  readonly seconds: number
  /** False for a burst: compressing one message after the other, this process could not keep up. */
  readonly compressed: boolean
}
export type GeneratorReport =
  | { readonly kind: 'listening'; readonly url: string; readonly meanTextChars: number }
  | { readonly kind: 'sent'; readonly posts: number; readonly seconds: number; readonly lateMs: number }

/** Texts of the simulated network, used again and again under new ids. */
const TEXTS = 20_000
const TEXT_CHARS_MIN = 105
const TICK_MS = 20
/** Bytes that wait in the socket before the generator holds back, as a server does that keeps a log. */
const WAITING_BYTES_MAX = 4_000_000

/**
 * Child process of `bench/ingest.ts`: a network of the size asked for. Speaks Jetstream's protocol, compressed with
 * the dictionary given, to one client; each message carries the time at which it was due.
 */
const [dictionaryText = ''] = process.argv.slice(2)
const dictionary = Buffer.from(dictionaryText)
const texts = makeTexts()
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
let client: import('ws').WebSocket | null = null
let serial = 0
server.on('connection', (socket) => {
  client = socket
})
server.on('listening', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const meanTextChars = texts.reduce((sum, { text }) => sum + text.length, 0) / texts.length
  send({ kind: 'listening', url: `ws://127.0.0.1:${port}/subscribe`, meanTextChars })
})
process.on('message', (command: GeneratorCommand) => {
  generate(command).then(send, (error: unknown) => {
    throw error
  })
})
process.on('disconnect', () => process.exit())

async function generate({ postsPerSecond, seconds, compressed }: GeneratorCommand): Promise<GeneratorReport> {
  const startedAt = Date.now()
  const total = postsPerSecond * seconds
  let sent = 0
  while (sent < total) {
    const due = Math.min(total, Math.floor(((Date.now() - startedAt) / 1_000) * postsPerSecond))
    while (sent < due && client !== null && client.bufferedAmount < WAITING_BYTES_MAX) {
      sent += 1
      const json = message(startedAt + (sent / postsPerSecond) * 1_000)
      client.send(compressed ? zstdCompressSync(json, { dictionary }) : json)
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  const tookMs = Date.now() - startedAt
  return { kind: 'sent', posts: sent, seconds: tookMs / 1_000, lateMs: tookMs - seconds * 1_000 }
}

function message(dueAt: number): string {
  const { text, lang } = texts[serial % texts.length] ?? { text: '', lang: 'en' }
  serial += 1
  const json = {
    did: `did:plc:${(serial % 200_000).toString(36).padStart(24, 'a')}`,
    time_us: Math.floor(dueAt * 1_000),
    kind: 'commit',
    commit: {
      rev: '3l3qo2vutsw2b',
      operation: 'create',
      collection: 'app.bsky.feed.post',
      rkey: serial.toString(36).padStart(13, '2'),
      record: { $type: 'app.bsky.feed.post', createdAt: new Date(dueAt).toISOString(), langs: [lang], text },
      cid: 'bafyreidwaivazkwu67xztlmuobx35hs2lnfh3kolmgfmucldvhd3sgzcqi',
    },
  }
  return JSON.stringify(json)
}

/** Of at least 120 characters on average: short posts are left out. */
function makeTexts(): { text: string; lang: string }[] {
  const found: { text: string; lang: string }[] = []
  for (const { text, lang } of simulate({ seed: 5, posts: 10 * TEXTS }).posts) {
    if (text.length >= TEXT_CHARS_MIN) found.push({ text, lang: lang ?? 'en' })
    if (found.length === TEXTS) break
  }
  return found
}

function send(report: GeneratorReport): void {
  process.send?.(report)
}
