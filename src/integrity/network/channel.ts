/** What two accounts may have in common. */
export const CHANNELS = ['repost', 'url', 'text', 'similar', 'reply', 'hashtag', 'image'] as const

export type Channel = (typeof CHANNELS)[number]
