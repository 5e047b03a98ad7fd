import { expect, test } from 'vitest'
import { SignedAccount } from '../../../test/support/firehose-account.ts'
import { ALICE } from '../../../test/support/jetstream-messages.ts'
import { type FetchOnce, makeFetchOnce } from '../../lib/safe-fetch/fetch-once.ts'
import { type KeyDirectory, resolveSigningKey, webDocumentUrl } from './resolve-signing-key.ts'

const signal = new AbortController().signal
const nobody: FetchOnce = async () => ({ kind: 'failed', reason: 'cancelled', detail: 'not in this test' })

function directory(answer: () => Response | Promise<Response>, fetchOnce = nobody): KeyDirectory {
  return { plc: 'https://plc.example/', fetch: async () => answer(), fetchOnce }
}

async function kindOf(answer: () => Response): Promise<string> {
  return (await resolveSigningKey(ALICE, directory(answer), signal)).kind
}

test('the key of an account is the one its document names for repositories', async () => {
  const account = await SignedAccount.create(ALICE)
  const document = await account.document()
  expect(await kindOf(() => Response.json(document))).toBe('found')
  expect(await kindOf(() => Response.json({ ...document, id: 'did:plc:other' }))).toBe('none')
  expect(await kindOf(() => Response.json({ ...document, verificationMethod: [{ id: '#other' }] }))).toBe(
    'none',
  )
})

test('a point that is spelled out, as older documents do, is understood', async () => {
  const method = {
    id: '#atproto',
    type: 'EcdsaSecp256k1VerificationKey2019',
    controller: ALICE,
    // A key of a test network that no longer exists.
    publicKeyMultibase:
      'zPQfKNM9n8CUbGmmZmaH376VtD17LpLsRYZTCp6JQQvXYC71fKnt6a4KDHf1jb8HamPZ8kpxhJQq433bHyMBQFSJ9',
  }
  expect(await kindOf(() => Response.json({ id: ALICE, verificationMethod: [method] }))).toBe('found')
})

test.each([
  [404, 'none'],
  [410, 'none'],
  [500, 'none'],
  [429, 'unreachable'],
  [503, 'unreachable'],
])('a directory that answers HTTP %i means %s', async (status, kind) => {
  expect(await kindOf(() => new Response('', { status }))).toBe(kind)
})

test('a directory that cannot be reached is not the account’s fault; a document without end is', async () => {
  const dead = () => {
    throw new TypeError('fetch failed')
  }
  expect(await kindOf(dead)).toBe('unreachable')
  expect(await kindOf(() => new Response('x'.repeat(200_000)))).toBe('none')
  expect(await kindOf(() => new Response('[]'))).toBe('none')
})

test('an account of its own domain is asked for there', async () => {
  const did = 'did:web:alice.example'
  const document = await (await SignedAccount.create(did)).document()
  const asked: string[] = []
  const fetchOnce: FetchOnce = async ({ url }) => {
    asked.push(url)
    return { kind: 'response', url, status: 200, headers: {}, body: Buffer.from(JSON.stringify(document)) }
  }
  const answer = await resolveSigningKey(did, directory(dead, fetchOnce), signal)
  expect(answer.kind).toBe('found')
  expect(asked).toEqual(['https://alice.example/.well-known/did.json'])
})

const dead = () => {
  throw new TypeError('fetch failed')
}

test.each(['127.0.0.1', 'localhost%3A8080', 'host.example%2Fpath', 'host', '-a.example', 'a..example', ''])(
  'did:web:%s is not a host that is asked',
  (host) => {
    expect(webDocumentUrl(`did:web:${host}`)).toBeNull()
  },
)

test('a host that resolves to a private address is not asked', async () => {
  const asked: string[] = []
  const fetchOnce = makeFetchOnce({
    resolve: (host, _options, callback) => {
      asked.push(host)
      callback(null, [{ address: '10.0.0.7', family: 4 }])
    },
  })
  const answer = await resolveSigningKey('did:web:inside.example', directory(dead, fetchOnce), signal)
  expect(answer.kind).toBe('none')
  expect(asked).toEqual(['inside.example'])
})
