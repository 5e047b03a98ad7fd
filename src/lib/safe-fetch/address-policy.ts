import { BlockList, isIP } from 'node:net'

/** Which machines a fetch may connect to. Asked with the address that is about to be connected to, never with a name. */
export type AddressPolicy = {
  readonly allowsAddress: (address: string) => boolean
  readonly allowsPort: (port: number) => boolean
}

const PORTS: ReadonlySet<number> = new Set([80, 443, 8080, 8443])

/**
 * Networks that are not the public internet, and one public address that is a cloud's own service.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const SPECIAL_IPV4 = (
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 ' +
  '192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32'
).split(' ')

/**
 * Inside 2000::/3, all that is not ordinary: tunnels that would reach IPv4 unchecked, documentation, protocol use.
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const SPECIAL_IPV6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20'.split(' ')

const specialIpv4 = blockListOf(SPECIAL_IPV4, 'ipv4')
const specialIpv6 = blockListOf(SPECIAL_IPV6, 'ipv6')
const ordinaryIpv6 = blockListOf(['2000::/3'], 'ipv6')
/** NAT64: how an IPv6-only network reaches IPv4. */
const translated = blockListOf(['64:ff9b::/96'], 'ipv6')
const MAPPED = /^::ffff:[0-9a-f]{1,4}:[0-9a-f]{1,4}$/

/** The public internet on its usual web ports: no loopback, private, link-local, multicast or reserved address. */
export const publicInternet: AddressPolicy = {
  allowsAddress: isPublicAddress,
  allowsPort: (port) => PORTS.has(port),
}

/** @param address IPv4 or IPv6 in text form; anything else is not public */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !specialIpv4.check(address, 'ipv4')
  if (family !== 6 || address.includes('%')) return false
  const inner = innerIpv4(address)
  if (inner !== null) return isPublicAddress(inner)
  return ordinaryIpv6.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6')
}

/** The IPv4 address that an IPv6 address stands for, or null. */
function innerIpv4(address: string): string | null {
  const compact = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  if (!translated.check(compact, 'ipv6') && !MAPPED.test(compact)) return null
  // The URL parser writes the last 32 bits as two hexadecimal groups; a group of zeros may be part of `::`.
  const [low = '', high = ''] = compact.split(':').reverse()
  const bits = [high, low].map((group) => Number.parseInt(group || '0', 16))
  return bits.flatMap((group) => [group >> 8, group & 0xff]).join('.')
}

function blockListOf(networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), family)
  }
  return list
}
