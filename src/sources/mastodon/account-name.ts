import { domainToASCII } from 'node:url'
import { asString } from '../../lib/unknown-json.ts'

const NAME_LENGTH_MAX = 320
/** Letters, digits, `_`, `.` and `-` are what software gives out; some allows more, but never white space or `@`. */
const USER = /^[^\s@/\p{Cc}\p{Cf}\p{Cs}]+$/u

/**
 * The full name of an account, `user@domain`, the same on whichever instance it is seen. Instances leave the domain of
 * their own people out, and write other domains in Unicode; here domains are lower-case ASCII.
 *
 * @param acct as the wire has it, `user` or `user@domain`
 * @param ownDomain domain of the instance's own accounts
 * @returns null when it is not the name of an account
 */
export function accountName(acct: unknown, ownDomain: string): string | null {
  const [user = '', domain = ownDomain, ...rest] = asString(acct)?.split('@', 3) ?? []
  const ascii = asciiDomain(domain)
  if (rest.length > 0 || !USER.test(user) || ascii === null) return null
  const name = `${user}@${ascii}`
  return name.length > NAME_LENGTH_MAX ? null : name
}

/** A domain, with its port where it has one, in lower-case ASCII; null when it is not one. */
export function asciiDomain(written: string): string | null {
  const [, name = '', port = ''] = /^(\[[0-9a-f:]+\]|[^\s:/?#[\]]+)(:\d{1,5})?$/i.exec(written) ?? []
  const ascii = name.startsWith('[') ? name.toLowerCase() : domainToASCII(name)
  return ascii === '' ? null : ascii + port
}
