import { expect, test } from 'vitest'
import { FakeTiming } from '../../../test/support/fake-timing.ts'
import { discoverInstance } from './discover-instance.ts'
import { InstanceClient } from './instance-client.ts'

/** Discovers an instance whose current route answers this. */
function discover(instance: string, info: unknown) {
  const fetch = async () => Response.json(info)
  const signal = new AbortController().signal
  const client = new InstanceClient(undefined, { fetch: fetch as never, timing: new FakeTiming(), signal })
  return discoverInstance(client, instance)
}

const streamingAt = (streaming: unknown) => ({
  domain: 'home.example',
  configuration: { urls: { streaming } },
})

test('the streaming server and the domain of accounts are what the instance says', async () => {
  expect(await discover('https://api.home.example', streamingAt('wss://stream.home.example'))).toEqual({
    streaming: 'wss://stream.home.example',
    domain: 'home.example',
  })
})

test.each([
  ...['ws://stream.home.example', 'https://stream.home.example', 'stream.home.example', '', null],
  ...[
    'wss://127.0.0.1',
    'wss://localhost',
    'wss://10.0.0.7:8080',
    'wss://[::1]',
    'wss://169.254.169.254',
    17,
  ],
])('the streaming server %o is not believed', async (streaming) => {
  expect(await discover('https://api.home.example', streamingAt(streaming))).toMatchObject({
    streaming: 'wss://api.home.example',
  })
})

test.each([
  ['Home.Example', 'home.example'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['https://home.example/', 'home.example'],
  ['a b', 'api.home.example'],
  [null, 'api.home.example'],
])('the domain %o is %s', async (domain, expected) => {
  expect(await discover('https://api.home.example', { domain })).toMatchObject({ domain: expected })
})
