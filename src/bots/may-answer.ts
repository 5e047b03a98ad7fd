import type { BotReply, SkipReason } from '../ledger/bot-replies.ts'
import type { StoredBot } from '../ledger/bots.ts'
import type { BotDependencies } from './bot-dependencies.ts'
import type { Thread, ThreadPost } from './bot-network.ts'

const DAY_MS = 86_400_000
/** Who asked yesterday does not wait any more; a bot that was paused does not answer all of last week. */
const AGE_MAX_MS = DAY_MS

type Conversation = Extract<Thread, { kind: 'thread' }>

/** Why a mention is not answered, as far as it can be told before it is understood; null where it may be. */
export async function whyNot(
  reply: BotReply,
  thread: Conversation,
  { bot, replies, now }: Pick<BotDependencies, 'replies'> & { readonly bot: StoredBot; readonly now: number },
): Promise<SkipReason | null> {
  const { mention, above } = thread
  if (mention.isOurs) return 'self'
  if (mention.isAutomated) return 'automated'
  if (isBlocked(mention, bot)) return 'blocked'
  if (now - reply.mention.at > AGE_MAX_MS) return 'too_old'
  if (!thread.isReplyAllowed) return 'replies_closed'
  // Whoever blocked accounts does not want their words carried on either.
  if (above[0] !== undefined && isBlocked(above[0], bot)) return 'blocked'
  const { repliesPerThreadMax, repliesPerAuthorMax } = bot.settings
  const inThread = await replies.inThread(bot.id, thread.rootId)
  if (inThread.filter(({ id }) => id !== reply.id).length >= repliesPerThreadMax) return 'thread_limit'
  const toAuthor = await replies.countComing(bot.id, reply.mention.authorId, now - DAY_MS)
  return toAuthor >= repliesPerAuthorMax ? 'author_limit' : null
}

/** Accounts are named by id, handle or `user@server`; servers by their domain or one above it. */
export function isBlocked({ post }: Pick<ThreadPost, 'post'>, { settings, server }: StoredBot): boolean {
  const names = [post.author, post.authorName ?? ''].map(plainName)
  if (settings.blockedAccounts.some((blocked) => names.includes(plainName(blocked)))) return true
  const host = post.author.includes('@') ? post.author.slice(post.author.lastIndexOf('@') + 1) : null
  const hosts = [host ?? (post.source === 'bluesky' ? (post.authorName ?? '') : new URL(server).host)]
  return settings.blockedServers.some((blocked) => hosts.some((each) => isWithin(each, plainName(blocked))))
}

function plainName(name: string): string {
  return name.trim().replace(/^@/, '').toLowerCase()
}

function isWithin(host: string, domain: string): boolean {
  const written = host.toLowerCase()
  return domain !== '' && (written === domain || written.endsWith(`.${domain}`))
}
