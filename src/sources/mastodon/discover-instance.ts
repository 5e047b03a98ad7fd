import { isIP } from 'node:net'
import { isPublicAddress } from '../../lib/safe-fetch/address-policy.ts'
import { asObject, asString } from '../../lib/unknown-json.ts'
import { asciiDomain } from './account-name.ts'
import type { Answer, InstanceClient } from './instance-client.ts'
import type { LineEnd } from './line-end.ts'

/** What an instance says about itself. */
export type InstanceInfo = {
  /** WebSocket address of its streaming server, e.g. `wss://streaming.mastodon.social`. */
  readonly streaming: string
  /** Domain of its accounts, which may differ from the host of its API. */
  readonly domain: string
}

/**
 * Asks an instance where it streams and what the domain of its accounts is. What it does not say is taken from its
 * address. An instance on HTTPS cannot send us to an unencrypted stream.
 *
 * @see https://docs.joinmastodon.org/methods/instance/ and, for old and other software, its v1
 */
export async function discoverInstance(
  client: InstanceClient,
  instance: string,
): Promise<InstanceInfo | Exclude<Answer, { kind: 'ok' }>> {
  const current = await client.get(new URL('/api/v2/instance', instance))
  if (current.kind === 'ok') {
    const info = asObject(current.json)
    const urls = asObject(asObject(info?.['configuration'])?.['urls'])
    return infoOf(instance, { streaming: urls?.['streaming'], domain: info?.['domain'] })
  }
  if (!isAbsent(current)) return current
  const older = await client.get(new URL('/api/v1/instance', instance))
  if (older.kind === 'ok') {
    const info = asObject(older.json)
    return infoOf(instance, { streaming: asObject(info?.['urls'])?.['streaming_api'], domain: info?.['uri'] })
  }
  return isAbsent(older) ? infoOf(instance, {}) : older
}

/** The instance is there but does not tell. */
function isAbsent(end: LineEnd): boolean {
  return (
    end.kind === 'refused' &&
    end.status >= 400 &&
    end.status < 500 &&
    end.status !== 429 &&
    end.status !== 408
  )
}

/** An instance can name its own machine and machines on the public internet, not one of ours. */
function isReachable(hostname: string, own: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '')
  return hostname === own || (hostname !== 'localhost' && (isIP(address) === 0 || isPublicAddress(address)))
}

function infoOf(instance: string, told: { streaming?: unknown; domain?: unknown }): InstanceInfo {
  const { protocol, host } = new URL(instance)
  const own = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`
  const streaming = asString(told.streaming) ?? ''
  const scheme = URL.canParse(streaming) ? new URL(streaming).protocol : ''
  const isSafe = scheme === 'wss:' || (scheme === 'ws:' && protocol === 'http:')
  const isUsable = isSafe && isReachable(new URL(streaming).hostname, new URL(instance).hostname)
  const domain =
    asString(told.domain)
      ?.replace(/^https?:\/\//, '')
      .replace(/\/$/, '') ?? ''
  return { streaming: isUsable ? new URL(streaming).origin : own, domain: asciiDomain(domain) ?? host }
}
