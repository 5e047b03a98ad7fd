import { getMigrations } from 'better-auth/db/migration'
import { genericOAuth } from 'better-auth/plugins'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Auth, type AuthOptions, createAuth, libraryOptions } from '../src/ledger/auth.ts'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { describeEntrance, resolveViewer } from '../src/ledger/viewer.ts'
import { DATABASES, type TestDatabase } from './support/ledger-databases.ts'

const SECRET = 'a secret of these tests, long enough'
const PASSWORD = 'correct horse battery'
const PUBLIC = { isLoopback: false, publicUrl: null }
const LOOPBACK = { isLoopback: true, publicUrl: null }
/** Rate limits count per address and, in memory, for the whole process: every test comes from its own. */
let address = 0

for (const { name, start } of DATABASES) {
  describe(`signing in with the ledger in ${name}`, () => {
    let database: TestDatabase
    let ledger: Ledger
    let auth: Auth

    beforeAll(async () => {
      database = await start()
    })
    afterAll(() => database.close())
    beforeEach(async () => {
      address += 1
      ledger = await openLedger(database.config)
      auth = makeAuth()
    })
    afterEach(async () => {
      await ledger.close()
      await database.reset()
    })

    function makeAuth(options: Partial<AuthOptions> = {}): Auth {
      return createAuth({ ledger, secret: SECRET, ...options })
    }

    function call(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
      const request = new Request(`http://verity.test/api/auth/${path}`, {
        method: 'POST',
        headers: { host: 'verity.test', 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
      return auth.handle(request, `192.0.2.${address}`)
    }

    function signUp(email: string): Promise<Response> {
      return call('sign-up/email', { email, name: email.split('@')[0], password: PASSWORD })
    }

    function viewer(cookie: string | null, entrance = PUBLIC) {
      const request = new Request('http://verity.test/', {
        headers: { host: hostOf(entrance), ...(cookie ? { cookie } : {}) },
      })
      return resolveViewer({ ...entrance, ledger, auth, request })
    }

    function entrance() {
      return describeEntrance({ ...PUBLIC, ledger, auth, request: new Request('http://verity.test/') })
    }

    it('makes the first person who signs up the owner and lets nobody follow', async () => {
      expect(await entrance()).toEqual({ signInRequired: true, ownerMissing: true, signUpOpen: true })
      expect(await viewer(null)).toBeNull()

      const first = await signUp('ada@example.org')
      expect(first.status).toBe(200)
      expect(await viewer(cookieOf(first))).toMatchObject({
        name: 'ada',
        email: 'ada@example.org',
        role: 'owner',
      })
      expect(await entrance()).toEqual({ signInRequired: true, ownerMissing: false, signUpOpen: false })

      const second = await signUp('eve@example.org')
      expect(second.status).toBe(403)
      expect(await second.json()).toMatchObject({
        code: 'SIGN_UP_CLOSED',
        message: expect.stringContaining('Ask the owner'),
      })
      expect(await ledger.people.list()).toHaveLength(1)
    })

    it('makes others members once the owner opened sign-up, whatever role they ask for', async () => {
      await signUp('ada@example.org')
      await ledger.settings.update({ signUp: 'open' })
      const body = { email: 'bob@example.org', name: 'bob', password: PASSWORD }
      expect(await ledger.people.list()).toHaveLength(1)
      await call('sign-up/email', { ...body, role: 'owner' })
      const joined = await call('sign-up/email', { ...body, email: 'bo@example.org' })
      expect(await viewer(cookieOf(joined))).toMatchObject({ role: 'member' })
      expect((await ledger.people.list()).filter((person) => person.role === 'owner')).toHaveLength(1)
    })

    it('lets exactly one of two people in who sign up first at the same moment', async () => {
      const answers = await Promise.all([signUp('ada@example.org'), signUp('bob@example.org')])
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 403])
      expect(await ledger.people.list()).toMatchObject([{ role: 'owner' }])
    })

    it('signs in and out with the right password only', async () => {
      await signUp('ada@example.org')
      const wrong = await call('sign-in/email', { email: 'ada@example.org', password: 'not the password' })
      expect(wrong.status).toBe(401)
      const signedIn = await call('sign-in/email', { email: 'ADA@example.org', password: PASSWORD })
      const cookie = cookieOf(signedIn)
      expect(await viewer(cookie)).toMatchObject({ email: 'ada@example.org' })
      expect(signedIn.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/)

      await call('sign-out', {}, { cookie })
      expect(await viewer(cookie)).toBeNull()
      expect(await viewer(cookie.replace('session_token=', 'session_token=x'))).toBeNull()
    })

    it('stores passwords hashed and refuses short ones', async () => {
      const short = await call('sign-up/email', { email: 'ada@example.org', name: 'ada', password: 'short' })
      expect(short.status).toBe(400)
      await signUp('ada@example.org')
      const [account] = await ledger.db.selectFrom('auth_account').selectAll().execute()
      expect(JSON.stringify(account)).not.toContain(PASSWORD)
      expect(account).toMatchObject({ password: expect.stringMatching(/^[0-9a-f]{32}:[0-9a-f]{128}$/) })
    })

    it('slows down whoever tries many passwords, and an invented address does not help', async () => {
      await signUp('ada@example.org')
      const statuses: number[] = []
      let retryAfter: string | null = null
      for (let attempt = 0; attempt < 16; attempt++) {
        const forged = {
          'x-forwarded-for': `198.51.100.${attempt}`,
          'x-verity-client': `198.51.100.${attempt}`,
        }
        // Without a password, so that no time goes into hashing one.
        const response = await call('sign-in/email', { email: 'nobody@example.org' }, forged)
        statuses.push(response.status)
        retryAfter = response.headers.get('retry-after')
      }
      expect(statuses.slice(0, 15)).toEqual(Array.from({ length: 15 }, () => 400))
      expect(statuses[15]).toBe(429)
      expect(Number(retryAfter)).toBeGreaterThan(0)
    })

    it('tells people behind a trusted proxy apart', async () => {
      auth = makeAuth({ trustedProxies: [`192.0.2.${address}`] })
      for (let attempt = 0; attempt < 16; attempt++) {
        const forwarded = { 'x-forwarded-for': `203.0.113.${attempt}` }
        const response = await call('sign-in/email', { email: 'nobody@example.org' }, forwarded)
        expect(response.status).toBe(400)
      }
    })

    it('refuses a body that is too large', async () => {
      const huge = call('sign-in/email', { email: 'a@example.org', password: 'x'.repeat(70_000) })
      await expect(huge).rejects.toMatchObject({ code: 'over_limit' })
    })

    it('lets the visitor at this computer be the owner without a password, and without loading the library', async () => {
      const owner = await viewer(null, LOOPBACK)
      expect(owner).toMatchObject({ role: 'owner', email: null })
      expect(await viewer('theme=dark', LOOPBACK)).toEqual(owner)
      expect(await viewer('verity.session_token=forged', LOOPBACK)).toEqual(owner)
    })

    it('hands the chats of the owner at this computer to the first person who signs up', async () => {
      const local = await viewer(null, LOOPBACK)
      const { chatId } = await ledger.chats.ask(local?.id ?? '', { chatId: null, question: 'kept?' })
      expect(await entrance()).toMatchObject({ ownerMissing: true, signUpOpen: true })

      const cookie = cookieOf(await signUp('ada@example.org'))
      const ada = await viewer(cookie)
      expect(ada).toMatchObject({ role: 'owner', email: 'ada@example.org' })
      expect(await ledger.chats.get(ada?.id ?? '', chatId)).not.toBeNull()
      expect(await viewer(null, LOOPBACK)).toEqual(ada)
      expect(await ledger.people.list()).toHaveLength(1)
    })

    it('keeps the address of the local owner for itself', async () => {
      expect((await signUp('owner@local.invalid')).status).toBe(403)
      expect((await viewer(null, LOOPBACK))?.email).toBeNull()
    })

    it('forgets a sign-up that was cut off, so that its address is free again', async () => {
      await signUp('ada@example.org')
      await ledger.db.deleteFrom('auth_account').execute()
      const longAgo = ledger.kind === 'sqlite' ? '2020-01-01T00:00:00.000Z' : new Date('2020-01-01')
      await ledger.db.updateTable('auth_user').set({ createdAt: longAgo }).execute()
      auth = makeAuth()
      expect((await signUp('ada@example.org')).status).toBe(200)
      expect(await ledger.people.ownerState()).toBe('claimed')
    })

    it('sends its cookie over https only where the public address is https', async () => {
      auth = makeAuth({ publicUrl: 'https://verity.test' })
      const response = await signUp('ada@example.org')
      expect(response.headers.get('set-cookie')).toMatch(/^__Secure-verity\.session_token=.*Secure/)
      expect(await viewer(cookieOf(response))).toMatchObject({ role: 'owner' })
    })

    it('does not tell who has an account once the door is closed', async () => {
      await signUp('ada@example.org')
      const answers = await Promise.all([signUp('ada@example.org'), signUp('nobody@example.org')])
      const told = await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]))
      expect(told[0]).toEqual(told[1])
    })

    it('has exactly the tables that the library plans, also with an OpenID provider configured', async () => {
      const options = libraryOptions({ ledger, secret: SECRET }, [openIdProvider()])
      const rateLimit = { ...options.rateLimit, storage: 'database' as const }
      const plan = await getMigrations({ ...options, rateLimit })
      expect(plan.toBeCreated).toEqual([])
      expect(plan.toBeAdded).toEqual([])
      expect(plan.toBeAddedIndexes).toEqual([])
      expect(plan.schemaProblems).toEqual([])
    })

    it('begins an OpenID sign-in by configuration alone', async () => {
      auth = makeAuth({ publicUrl: 'https://verity.test', plugins: async () => [openIdProvider()] })
      const response = await call('sign-in/social', { provider: 'company', callbackURL: '/' })
      const { url } = (await response.json()) as { url: string }
      expect(url).toMatch(/^https:\/\/id\.example\.org\/authorize\?/)
      expect(new URL(url).searchParams.get('redirect_uri')).toContain('https://verity.test/api/auth/')
    })

    it('makes no request of its own', async () => {
      const realFetch = globalThis.fetch
      const fetched: unknown[] = []
      globalThis.fetch = async (input) => {
        fetched.push(input)
        throw new Error('no network')
      }
      try {
        await viewer(cookieOf(await signUp('ada@example.org')))
      } finally {
        globalThis.fetch = realFetch
      }
      expect(fetched).toEqual([])
    })
  })
}

it('a secret that is too short is refused before anything is signed with it', async () => {
  const auth = createAuth({ ledger: undefined as unknown as Ledger, secret: 'short' })
  const request = new Request('http://verity.test/api/auth/get-session')
  await expect(auth.handle(request, null)).rejects.toMatchObject({ code: 'invalid_input' })
})

function hostOf(entrance: { isLoopback: boolean }): string {
  return entrance.isLoopback ? 'localhost:4242' : 'verity.test'
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

function openIdProvider() {
  return genericOAuth({
    config: [
      {
        providerId: 'company',
        clientId: 'verity',
        clientSecret: 'secret',
        authorizationUrl: 'https://id.example.org/authorize',
        tokenUrl: 'https://id.example.org/token',
        userInfoUrl: 'https://id.example.org/userinfo',
        scopes: ['openid', 'email'],
      },
    ],
  })
}
