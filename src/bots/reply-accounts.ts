import { AppError } from '../domain/errors.ts'
import type { Bots, NewBot, StoredBot } from '../ledger/bots.ts'
import type { SecretBox } from '../ledger/secret-box.ts'
import { asObject, asString } from '../lib/unknown-json.ts'
import { BlueskyBot } from './bluesky/bluesky-bot.ts'
import { BlueskySession, type BlueskyTokens } from './bluesky/bluesky-session.ts'
import type { BotNetwork } from './bot-network.ts'
import { MastodonApi } from './mastodon/mastodon-api.ts'
import { MastodonBot } from './mastodon/mastodon-bot.ts'
import { serverOrigin } from './network-address.ts'
import type { ClientDependencies } from './network-client.ts'

export type ReplyAccountsDependencies = ClientDependencies & {
  readonly bots: Pick<Bots, 'add' | 'get' | 'update'>
  /** Opened only where a secret is sealed or read. */
  readonly openBox: () => Promise<SecretBox>
}

export type AddReplyAccount = {
  readonly network: StoredBot['network']
  /** As typed; null: the network's usual one. */
  readonly server: string | null
  /** Handle on Bluesky; not needed on Mastodon, where the token says whose it is. */
  readonly handle: string | null
  /** App password or token. */
  readonly secret: string
}

/** Whose account it is, and the session that was begun to find that out: it is gone on with. */
type Examined = { readonly account: NewBot; readonly tokens: BlueskyTokens | null }

const BLUESKY = 'https://bsky.social'
const CHECK_MS = 30_000
/** What an HTTP header carries unchanged. */
const TOKEN = /^[\x21-\x7e]{1,512}$/

/** Accounts that answer: takes them in once their network took the credentials, and opens them for work. Credentials leave it for their network only. */
export class ReplyAccounts {
  readonly #deps: ReplyAccountsDependencies

  constructor(deps: ReplyAccountsDependencies) {
    this.#deps = deps
  }

  /**
   * Adds an account, or gives a known one its new credentials.
   *
   * @throws {AppError} invalid_input when the network does not take them; upstream_failed when it does not answer
   */
  async add(request: AddReplyAccount): Promise<StoredBot> {
    const { account, tokens } = await this.#examine(request)
    const box = await this.#deps.openBox()
    const bot = await this.#deps.bots.add(account, (id) => box.seal(request.secret, secretPlace(id)))
    if (tokens === null) return bot
    const session = box.seal(JSON.stringify(tokens), sessionPlace(bot.id))
    return (await this.#deps.bots.update(bot.id, { session })) ?? bot
  }

  /** @throws {AppError} store_failed when the stored credentials cannot be read */
  async open(bot: StoredBot): Promise<BotNetwork> {
    const box = await this.#deps.openBox()
    const secret = box.open(bot.secret, secretPlace(bot.id))
    const { timing } = this.#deps
    if (bot.network === 'mastodon') {
      const api = new MastodonApi(bot.server, secret, this.#deps)
      return new MastodonBot({ api, accountId: bot.accountId, now: timing.now })
    }
    const place = sessionPlace(bot.id)
    const session = new BlueskySession(
      { server: bot.server, identifier: bot.accountId, password: secret },
      {
        ...this.#deps,
        tokens: bot.session === null ? null : (JSON.parse(box.open(bot.session, place)) as BlueskyTokens),
        onTokens: async (tokens) => {
          await this.#deps.bots.update(bot.id, { session: box.seal(JSON.stringify(tokens), place) })
        },
      },
    )
    return new BlueskyBot(session, timing.now)
  }

  /** Whose account it is. Signs in and reads once, so that missing rights show now. */
  async #examine(request: AddReplyAccount): Promise<Examined> {
    const signal = AbortSignal.timeout(CHECK_MS)
    try {
      return request.network === 'mastodon'
        ? await this.#examineMastodon(request, signal)
        : await this.#examineBluesky(request, signal)
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'unauthorized')
        // 401 would tell the browser that the person is signed out.
        throw new AppError('invalid_input', thrown.message, { cause: thrown, param: 'secret' })
      throw thrown
    }
  }

  async #examineBluesky({ server, handle, secret }: AddReplyAccount, signal: AbortSignal): Promise<Examined> {
    const identifier = handle?.trim().replace(/^@/, '') ?? ''
    if (identifier === '')
      throw new AppError('invalid_input', 'handle: give the handle of the account.', { param: 'handle' })
    const origin = serverOrigin(server ?? BLUESKY)
    const session = new BlueskySession(
      { server: origin, identifier, password: secret },
      { ...this.#deps, tokens: null, onTokens: async () => undefined },
    )
    const tokens = await session.account(signal)
    await new BlueskyBot(session, this.#deps.timing.now).mentionsSince(null, signal)
    return {
      account: { network: 'bluesky', server: origin, accountId: tokens.did, handle: tokens.handle },
      tokens,
    }
  }

  async #examineMastodon({ server, secret }: AddReplyAccount, signal: AbortSignal): Promise<Examined> {
    if (server === null)
      throw new AppError('invalid_input', 'server: give the address of the instance.', { param: 'server' })
    if (!TOKEN.test(secret))
      throw new AppError('invalid_input', 'This is not an access token.', { param: 'secret' })
    const api = new MastodonApi(serverOrigin(server), secret, this.#deps)
    const account = asObject(await api.call({ path: '/api/v1/accounts/verify_credentials' }, signal))
    const [accountId, name] = [asString(account?.['id']), asString(account?.['acct'])]
    if (accountId === null || name === null)
      throw new AppError('upstream_failed', `${new URL(api.server).host} does not say whose token this is.`)
    await new MastodonBot({ api, accountId, now: this.#deps.timing.now }).mentionsSince(null, signal)
    const handle = `${name}@${new URL(api.server).host}`
    return { account: { network: 'mastodon', server: api.server, accountId, handle }, tokens: null }
  }
}

function secretPlace(id: string): string {
  return `bot:${id}:secret`
}

function sessionPlace(id: string): string {
  return `bot:${id}:session`
}
