import type { Auth } from './auth.ts'
import { type Address, guardRequest, isAtThisComputer } from './guard-request.ts'
import type { Ledger } from './ledger.ts'
import type { Person } from './people.ts'

/** What decides who a visitor is. */
export type Entrance = Address & { readonly ledger: Ledger; readonly auth: Auth }

/**
 * Who is asking: the person whose session the cookies carry; else, at this very computer, the owner.
 *
 * @returns null when signing in is required
 * @throws {AppError} forbidden for a request that another web page made, see `guardRequest`
 */
export async function resolveViewer(
  entrance: Entrance & { readonly request: Request },
): Promise<Person | null> {
  const { request, ledger, auth } = entrance
  guardRequest(request, entrance)
  const person = await auth.signedIn(request.headers)
  if (person !== null) return person
  return isAtThisComputer(request, entrance) ? ledger.people.ensureOwner() : null
}

/** What a sign-in screen must know. `ownerMissing`: the next person to sign up becomes the owner. */
export async function describeEntrance(
  entrance: Entrance & { readonly request: Request },
): Promise<{ signInRequired: boolean; ownerMissing: boolean; signUpOpen: boolean }> {
  const { request, ledger } = entrance
  const ownerMissing = (await ledger.people.ownerState()) !== 'claimed'
  const { signUp } = await ledger.settings.get()
  return {
    signInRequired: !isAtThisComputer(request, entrance),
    ownerMissing,
    signUpOpen: ownerMissing || signUp === 'open',
  }
}
