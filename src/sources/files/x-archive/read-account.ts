import { parseIsoTime } from '../../../lib/iso-time.ts'
import { asArray, asObject, asString } from '../../../lib/unknown-json.ts'
import { readXId } from '../../x/snowflake.ts'

/** Whose export this is. */
export type XAccount = {
  readonly id: string
  /** The handle, which is what people know the account by. */
  readonly handle: string | null
  readonly createdAt: number | null
}

/** The author of posts from a file that does not say whose they are: one voice, whoever it is. */
export const UNKNOWN_ACCOUNT: XAccount = { id: 'unknown', handle: null, createdAt: null }

const HANDLE = /^\w{1,30}$/

/** Reads `account.js`; null when it does not say. */
export function readAccount(text: string): XAccount | null {
  const account = asObject(asObject(firstElement(text))?.['account'])
  const id = readXId(account?.['accountId'])
  if (id === null) return null
  const handle = asString(account?.['username'])
  return {
    id,
    handle: handle !== null && HANDLE.test(handle) ? handle : null,
    createdAt: parseIsoTime(asString(account?.['createdAt']) ?? ''),
  }
}

function firstElement(text: string): unknown {
  try {
    const list: unknown = JSON.parse(text.slice(text.indexOf('[')))
    return asArray(list)[0]
  } catch {
    return null
  }
}
