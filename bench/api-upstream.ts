import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** So many tokens, so many a second; every token is the moment it was written, so that whoever reads it knows its age. */
const TOKENS = Number(process.argv[2])
const PER_SECOND = Number(process.argv[3])
const TICK_MS = 5

type Stream = { readonly response: ServerResponse; readonly startedAt: number; written: number }
const streams = new Set<Stream>()

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const stream = { response, startedAt: performance.now(), written: 0 }
    streams.add(stream)
    response.on('close', () => streams.delete(stream))
    writeToken(stream)
  })
})

setInterval(() => {
  const now = performance.now()
  for (const stream of streams) {
    const due = 1 + Math.floor(((now - stream.startedAt) / 1_000) * PER_SECOND)
    while (stream.written < Math.min(due, TOKENS)) writeToken(stream)
    if (stream.written >= TOKENS) finish(stream)
  }
}, TICK_MS)

function writeToken(stream: Stream): void {
  stream.written += 1
  stream.response.write(event({ content: `${process.hrtime.bigint()} ` }, null))
}

function finish(stream: Stream): void {
  streams.delete(stream)
  stream.response.write(event({}, 'stop'))
  stream.response.write(
    `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 9, completion_tokens: TOKENS } })}\n\n`,
  )
  stream.response.end('data: [DONE]\n\n')
}

function event(delta: object, finish: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }]
  return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices })}\n\n`
}

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
