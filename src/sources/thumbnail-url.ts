import type { Media } from '../domain/post.ts'

/** Networks that keep a small version of each picture, by the host that has it. The others give the picture itself. */
const SMALL: Readonly<Record<string, (url: URL) => URL>> = {
  'cdn.bsky.app': (url) => new URL(url.href.replace('/img/feed_fullsize/', '/img/feed_thumbnail/')),
  'pbs.twimg.com': (url) => {
    const small = new URL(url)
    small.searchParams.set('name', 'small')
    return small
  },
}

/** Where a picture can be had small enough to stand beside a post; null for what is no picture. */
export function thumbnailUrl({ kind, url }: Media): string | null {
  const parsed = kind === 'image' ? URL.parse(url) : null
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return null
  const small = Object.hasOwn(SMALL, parsed.hostname) ? SMALL[parsed.hostname] : undefined
  return (small?.(parsed) ?? parsed).href
}
