import type { BetterAuthOptions, BetterAuthPlugin } from 'better-auth'
import type { APIError } from 'better-auth/api'
import { AppError } from '../domain/errors.ts'
import type { Ledger } from './ledger.ts'
import { LOCAL_OWNER_EMAIL, type Person } from './people.ts'
import { readBodyAtMost } from './read-body.ts'

export type AuthOptions = {
  readonly ledger: Ledger
  /** Signs the session cookies; at least 32 characters, see `session-secret.ts`. */
  readonly secret: string
  /** Where people reach this server, e.g. `https://verity.example`; null: as each request says. */
  readonly publicUrl?: string | null
  /** Addresses or CIDR ranges of reverse proxies whose `X-Forwarded-For` may be believed. */
  readonly trustedProxies?: readonly string[]
  /** Further ways to sign in: plugins of the library (OIDC, passkeys, API keys), loaded on first need. */
  readonly plugins?: () => Promise<BetterAuthPlugin[]>
  readonly log?: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void
}

const AUTH_PATH = '/api/auth'
const COOKIE_PREFIX = 'verity'
const SESSION_S = 30 * 86_400
const PASSWORD_LENGTH_MIN = 8
const PASSWORD_LENGTH_MAX = 256
const BODY_SIZE_BYTES_MAX = 65_536
/** Per address: a person who mistypes gets through, a guesser gets about 4,000 tries a day. */
const SIGN_IN_LIMIT = { window: 300, max: 15 }
/** Set by us on every request, so that a client cannot name an address for itself. */
const CLIENT_HEADER = 'x-verity-client'

/** Prepares sign-in. The library behind it is loaded on first need: an owner at their own computer never needs it. */
export function createAuth(options: AuthOptions): Auth {
  return new Auth(options)
}

type Library = {
  readonly handler: (request: Request) => Promise<Response>
  readonly personIdOf: (headers: Headers) => Promise<string | null>
}

export class Auth {
  readonly #options: AuthOptions
  #library: Promise<Library> | null = null

  constructor(options: AuthOptions) {
    this.#options = options
  }

  /**
   * Answers everything under `/api/auth/`: `sign-up/email`, `sign-in/email`, `sign-out`, `get-session` and the
   * rest of better-auth's routes. Mount it behind `guardRequest`.
   *
   * @param address of the connection's other end; null when unknown, then all share one rate limit
   */
  async handle(request: Request, address: string | null): Promise<Response> {
    const body = await readBodyAtMost(request, BODY_SIZE_BYTES_MAX)
    const headers = new Headers(request.headers)
    headers.delete(CLIENT_HEADER)
    if (address !== null) headers.set(CLIENT_HEADER, this.#addressChain(headers, address))
    const library = await this.#load()
    if (isSignUp(request)) {
      // Before the library looks at the address: a closed door must not tell who has an account.
      const refusal = await refusalOfNewcomers(this.#options.ledger)
      if (refusal !== null) return Response.json(refusal, { status: 403 })
    }
    return withRetryAfter(
      await library.handler(new Request(request.url, { method: request.method, headers, body })),
    )
  }

  /** @returns null when the cookies carry no valid session; loads nothing when there is no session cookie */
  async signedIn(headers: Headers): Promise<Person | null> {
    if (!headers.get('cookie')?.includes(`${COOKIE_PREFIX}.session_token=`)) return null
    const library = await this.#load()
    const id = await library.personIdOf(headers)
    return id === null ? null : this.#options.ledger.people.get(id)
  }

  #addressChain(headers: Headers, address: string): string {
    const forwarded = headers.get('x-forwarded-for')
    return this.#options.trustedProxies?.length && forwarded ? `${forwarded}, ${address}` : address
  }

  #load(): Promise<Library> {
    this.#library ??= loadLibrary(this.#options).catch((thrown) => {
      this.#library = null
      throw thrown
    })
    return this.#library
  }
}

async function loadLibrary(options: AuthOptions): Promise<Library> {
  if (options.secret.length < 32) {
    throw new AppError('invalid_input', 'VERITY_SECRET is too short: give it at least 32 random characters.')
  }
  const [{ betterAuth }, { APIError }] = await Promise.all([import('better-auth'), import('better-auth/api')])
  await options.ledger.people.removeUnfinished()
  const settings = libraryOptions(options, await options.plugins?.(), (message, code) => {
    return new APIError('FORBIDDEN', { message, code })
  })
  const library = betterAuth(settings)
  return {
    handler: (request) => library.handler(request),
    personIdOf: async (headers) => (await library.api.getSession({ headers }))?.user.id ?? null,
  }
}

type Refuse = (message: string, code: string) => APIError

/** Exported for the test that compares the library's plan of its tables with our migration. */
export function libraryOptions(
  options: AuthOptions,
  plugins: BetterAuthPlugin[] = [],
  refuse: Refuse = refusedPlainly,
) {
  const { ledger, publicUrl, log } = options
  return {
    appName: 'Verity',
    database: { db: ledger.db, type: ledger.kind },
    secret: options.secret,
    basePath: AUTH_PATH,
    ...(publicUrl == null ? {} : { baseURL: publicUrl }),
    // `guardRequest` has compared origin and host already; behind a TLS proxy only the scheme differs.
    trustedOrigins: (request) => originsOfHost(request, publicUrl),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
    },
    user: {
      modelName: 'auth_user',
      additionalFields: { role: { type: 'string', required: true, input: false, defaultValue: 'member' } },
    },
    session: { modelName: 'auth_session', expiresIn: SESSION_S, disableSessionRefresh: true },
    account: { modelName: 'auth_account', encryptOAuthTokens: true },
    verification: { modelName: 'auth_verification', storeIdentifier: 'hashed' },
    rateLimit: {
      enabled: true,
      modelName: 'auth_rate_limit',
      // Replicas share PostgreSQL and must share the count.
      storage: ledger.kind === 'postgres' ? 'database' : 'memory',
      customRules: { '/sign-in/*': SIGN_IN_LIMIT, '/sign-up/*': SIGN_IN_LIMIT },
    },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: publicUrl?.startsWith('https://') ?? false,
      ipAddress: {
        ipAddressHeaders: [CLIENT_HEADER],
        ...(options.trustedProxies?.length ? { trustedProxies: [...options.trustedProxies] } : {}),
      },
    },
    databaseHooks: admission(ledger, refuse),
    telemetry: { enabled: false },
    logger: { level: 'error', log: (level, message) => log?.(level, message) },
    plugins,
  } satisfies BetterAuthOptions
}

/** Who may come in, whichever way: by password now, by another provider later. */
function admission(ledger: Ledger, refuse: Refuse): NonNullable<BetterAuthOptions['databaseHooks']> {
  const newcomers = new WeakSet<object>()
  return {
    user: {
      create: {
        before: async (user, request) => {
          if (user.email === LOCAL_OWNER_EMAIL)
            throw refuse('This address is reserved. Use your own.', 'EMAIL_RESERVED')
          const refusal = await refusalOfNewcomers(ledger)
          if (refusal !== null) throw refuse(refusal.message, refusal.code)
          if (request !== null) newcomers.add(request)
          return { data: { role: 'member' } }
        },
      },
    },
    account: {
      create: {
        after: async ({ userId }, request) => {
          if (await ledger.people.claimOwnership(userId)) return
          // Two came in at the same moment while there was no owner: the second must leave again.
          const refusal = await refusalOfNewcomers(ledger)
          if (refusal === null || request === null || !newcomers.has(request)) return
          await ledger.people.remove(userId)
          throw refuse(refusal.message, refusal.code)
        },
      },
    },
  }
}

/** The first person to sign up becomes the owner, who decides whether others may follow. */
async function refusalOfNewcomers(ledger: Ledger): Promise<{ code: string; message: string } | null> {
  if ((await ledger.people.ownerState()) !== 'claimed') return null
  if ((await ledger.settings.get()).signUp === 'open') return null
  return {
    code: 'SIGN_UP_CLOSED',
    message: 'Signing up is closed here. Ask the owner to open it in the settings.',
  }
}

function isSignUp(request: Request): boolean {
  return new URL(request.url).pathname.startsWith(`${AUTH_PATH}/sign-up/`)
}

function originsOfHost(request: Request | undefined, publicUrl: string | null | undefined): string[] {
  const host = request?.headers.get('host')
  const own = publicUrl == null ? [] : [new URL(publicUrl).origin]
  return host == null ? own : [...own, `http://${host}`, `https://${host}`]
}

function withRetryAfter(response: Response): Response {
  const seconds = response.headers.get('x-retry-after')
  if (seconds !== null && !response.headers.has('retry-after')) response.headers.set('retry-after', seconds)
  return response
}

function refusedPlainly(message: string): never {
  throw new AppError('forbidden', message)
}
