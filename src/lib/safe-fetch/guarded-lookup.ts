import { type LookupAddress, lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { AddressPolicy } from './address-policy.ts'

/** Gives every address of a name. `dns.lookup` with `all: true`; tests give another. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true; readonly family?: number },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** A name that stands for an address the policy does not allow. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError'
}

/**
 * A lookup for sockets that hands on only checked addresses. The socket connects to what this returns, so a name
 * that answers differently the next time (DNS rebinding) gains nothing. One forbidden address refuses the name.
 */
export function guardedLookup(policy: AddressPolicy, resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, callback) => {
    const family = typeof options.family === 'number' ? { family: options.family } : {}
    resolve(hostname, { all: true, ...family }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null) return callback(error, '', 0)
      if (first === undefined || addresses.some(({ address }) => !policy.allowsAddress(address))) {
        return callback(new ForbiddenAddressError(`${hostname} is not on the public internet`), '', 0)
      }
      return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family)
    })
  }
}
