import type { Post } from '../../domain/post.ts'
import { parsePostText } from '../../domain/post-json.ts'
import type { ActionList } from './actions.ts'
import type { Channel } from './channel.ts'
import { plainMessage } from './toolkit-text.ts'

/** What a post does in each channel. Apart from reposting, a repost does nothing: its words are somebody else's. */
const OBJECTS = {
  repost: (post) => (post.repostOf === null ? [] : [post.repostOf]),
  url: (post) => own(post, () => post.urls),
  text: (post) => own(post, () => [plainMessage(post.text)]),
  similar: (post) => own(post, () => [post.text]),
  reply: (post) => own(post, () => (post.replyTo === null ? [] : [post.replyTo])),
  hashtag: (post) => own(post, () => post.hashtags.map((tag) => tag.toLowerCase())),
  image: (post) => own(post, () => post.media.filter(({ kind }) => kind === 'image').map(({ url }) => url)),
} as const satisfies Record<Channel, (post: Post) => readonly string[]>

function own(post: Post, objects: () => readonly string[]): readonly string[] {
  return post.repostOf === null ? objects() : []
}

/** Adds what one post does in a channel. Returns why nothing was added, or null. */
export function addPost(post: Post, channel: Channel, list: ActionList): string | null {
  const objects = OBJECTS[channel](post).filter((object) => object !== '')
  const content = list.itemNames.internText(post.id)
  if (!list.wantsContent(content)) return 'repeated'
  if (objects.length === 0) return 'no_object'
  if (post.createdAt === null) return 'no_time'
  const account = list.accountNames.internText(post.author)
  for (const object of objects)
    list.add(list.itemNames.internText(object), account, content, post.createdAt / 1_000)
  return null
}

/** Reads actions from posts as lines of JSON. */
export class PostActions {
  readonly #channel: Channel
  readonly #list: ActionList
  readonly leftOut: Record<string, number> = {}

  constructor(channel: Channel, list: ActionList) {
    this.#channel = channel
    this.#list = list
  }

  /** @param block whole lines */
  read(block: Uint8Array): void {
    for (const line of new TextDecoder().decode(block).split('\n')) {
      if (line.trim() === '') continue
      const outcome = parsePostText(line, { source: 'file' })
      const reason =
        outcome.kind === 'keep' ? addPost(outcome.value, this.#channel, this.#list) : 'not_a_post'
      if (reason !== null) this.leftOut[reason] = (this.leftOut[reason] ?? 0) + 1
    }
  }
}
