import type { PostId } from '../../src/domain/post.ts'
import type { BlueskyOptions } from '../../src/sources/bluesky/bluesky-source.ts'
import { type CommitBody, commitFrame, SignedAccount } from './firehose-account.ts'
import { FirehoseServer } from './firehose-server.ts'
import { created, deleted, idOf, type Message, postRecord } from './jetstream-messages.ts'
import { JetstreamServer } from './jetstream-server.ts'
import type { StreamServer } from './stream-server.ts'

/** One of the network's streams, to write posts into that a source then hears. Numbers name posts, from 1. */
export type Wire<Event> = AsyncDisposable & {
  readonly server: StreamServer<unknown>
  readonly options: BlueskyOptions
  readonly idOf: (post: number) => PostId
  readonly write: (post: number) => Promise<Event>
  readonly remove: (post: number) => Promise<Event>
  /** Sends events in this order, each as a new message of the stream. */
  readonly publish: (events: readonly Event[]) => Promise<void>
}

/** Jetstream: JSON placed by time. Events keep their time, so disorder and repeats show in it too. */
export async function jetstreamWire(startAt: number): Promise<Wire<Message>> {
  const server = await JetstreamServer.start()
  const timeUs = (post: number) => startAt * 1_000 + post * 10_000
  let last = 0
  return {
    server: server as StreamServer<unknown>,
    options: { endpoints: [server.url] },
    idOf: (post) => idOf({ rkey: `post${post}` }),
    write: async (post) => {
      last = Math.max(last, post)
      return created({ rkey: `post${post}`, timeUs: timeUs(post) })
    },
    remove: async (post) => deleted({ rkey: `post${post}`, timeUs: timeUs(last) + 1 }),
    publish: async (messages) => server.publish(...messages),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const POSTS_PER_ACCOUNT = 10

/** The firehose: signed commits of many small accounts, numbered as they are sent, verified by the reader. */
export async function firehoseWire(startAt: number): Promise<Wire<CommitBody>> {
  const server = await FirehoseServer.start()
  const accounts = new Map<string, SignedAccount>()
  let seq = 0
  const accountOf = async (post: number): Promise<SignedAccount> => {
    const did = didOf(post)
    const account = accounts.get(did) ?? (await SignedAccount.create(did))
    accounts.set(did, account)
    return account
  }
  const commit = async (post: number, record: unknown): Promise<CommitBody> => {
    const body = await (await accountOf(post)).commit({ [`app.bsky.feed.post/post${post}`]: record })
    return { ...body, time: new Date(startAt + post * 10).toISOString() }
  }
  const directory: typeof fetch = async (url) => {
    const account = accounts.get(String(url).split('/').at(-1) ?? '')
    return account === undefined ? new Response('', { status: 404 }) : Response.json(await account.document())
  }
  return {
    server: server as StreamServer<unknown>,
    options: { transport: 'firehose', endpoints: [server.url], verify: true, fetch: directory },
    idOf: (post) => idOf({ did: didOf(post), rkey: `post${post}` }),
    write: (post) => commit(post, postRecord()),
    remove: (post) => commit(post, null),
    publish: async (bodies) => {
      for (const body of bodies) {
        seq += 1
        server.publish({ seq, bytes: await commitFrame(seq, body) })
      }
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

function didOf(post: number): string {
  return `did:plc:account${Math.floor(post / POSTS_PER_ACCOUNT)}`
}
