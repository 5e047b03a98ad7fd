import type { Post } from '../../domain/post.ts'
import { registrableDomain } from '../../lib/registrable-domain.ts'
import { tokenise } from '../words/tokens.ts'

/** Texts this alike are one text that went around (share of three-word runs they have in common). */
const COPY_SIMILARITY01 = 0.6
/** Shorter texts are alike by chance: "12 injured in Lorville fire" needs no copying. */
const COPY_WORDS_MIN = 8
const RUN_LENGTH = 3

/**
 * Gives each post a voice: the author, unless the post repeats another one (a repost, or copied text), which then
 * shares the voice of the first. So a voice speaks once, however many posts or accounts carry it.
 *
 * @param posts any order; the earliest of a group of copies names the voice
 */
export function assignVoices(posts: readonly Post[]): Map<string, string> {
  const ordered = [...posts].sort(
    (a, b) => (a.createdAt ?? Number.POSITIVE_INFINITY) - (b.createdAt ?? Number.POSITIVE_INFINITY),
  )
  const byId = new Map(ordered.map((post) => [post.id, post]))
  const voices = new Map<string, string>()
  const originals: { runs: ReadonlySet<string>; voice: string }[] = []
  const byRun = new Map<string, number[]>()
  const linkVoices = new Map<string, string>()
  for (const post of ordered) {
    const runs = runsOf(post)
    const voice =
      repostVoice(post, byId) ??
      copiedVoice(runs, originals, byRun) ??
      linkVoice(post, linkVoices) ??
      post.author
    for (const source of linkedSources(post)) if (!linkVoices.has(source)) linkVoices.set(source, voice)
    voices.set(post.id, voice)
    if (runs.size === 0) continue
    originals.push({ runs, voice })
    for (const run of runs) byRun.set(run, [...(byRun.get(run) ?? []), originals.length - 1])
  }
  return voices
}

/** Who passes on the same page, or pages of the same site, speaks for the same source. */
function linkVoice(post: Post, linkVoices: ReadonlyMap<string, string>): string | null {
  for (const source of linkedSources(post)) {
    const voice = linkVoices.get(source)
    if (voice !== undefined) return voice
  }
  return null
}

/** Sites where everybody publishes, and shorteners: there only the same page is the same source. */
const SHARED_SITES: ReadonlySet<string> = new Set(
  'youtube.com youtu.be x.com twitter.com t.co facebook.com instagram.com tiktok.com threads.net reddit.com bsky.app linkedin.com t.me telegram.me medium.com substack.com wordpress.com blogspot.com github.com google.com bit.ly tinyurl.com ow.ly buff.ly lnkd.in wikipedia.org archive.org'.split(
    ' ',
  ),
)

/** Its pages, and their sites where a site is one publisher. */
function linkedSources(post: Post): readonly string[] {
  const links = linksOf(post)
  const sites = links.flatMap((url) => {
    const site = URL.canParse(url) ? registrableDomain(new URL(url).hostname) : null
    return site === null || SHARED_SITES.has(site) ? [] : [`site:${site}`]
  })
  return [...links, ...sites]
}

/** Links with a path: a bare site is no page. */
function linksOf(post: Post): readonly string[] {
  return [...post.urls, ...(post.text.match(/https?:\/\/\S+/g) ?? [])].filter((url) =>
    /^https?:\/\/[^/]+\/./.test(url),
  )
}

function repostVoice(post: Post, byId: ReadonlyMap<string, Post>): string | null {
  if (post.repostOf !== null) return byId.get(post.repostOf)?.author ?? `repost:${post.repostOf}`
  const retweet = /^\s*(?:RT|MT)\s+@([\w.-]+)/i.exec(post.text)
  return retweet === null ? null : `@${(retweet[1] ?? '').toLowerCase()}`
}

function copiedVoice(
  runs: ReadonlySet<string>,
  originals: readonly { runs: ReadonlySet<string>; voice: string }[],
  byRun: ReadonlyMap<string, readonly number[]>,
): string | null {
  const shared = new Map<number, number>()
  for (const run of runs)
    for (const index of byRun.get(run) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1)
  for (const [index, count] of shared) {
    const other = originals[index]
    if (other !== undefined && count / (runs.size + other.runs.size - count) >= COPY_SIMILARITY01)
      return other.voice
  }
  return null
}

const knownRuns = new WeakMap<Post, ReadonlySet<string>>()

/** A post is compared with others again for each question that is tried on it; its runs stay the same. */
function runsOf(post: Post): ReadonlySet<string> {
  const known = knownRuns.get(post)
  if (known !== undefined) return known
  const runs = wordRuns(post.text)
  knownRuns.set(post, runs)
  return runs
}

/** Three-word runs without links, tags' signs, mentions, case and marks; empty for short texts. */
function wordRuns(text: string): ReadonlySet<string> {
  const words = tokenise(text)
    .filter((token) => token.kind === 'word' || token.kind === 'number' || token.kind === 'hashtag')
    .map((token) => token.norm)
  if (words.length < COPY_WORDS_MIN) return new Set()
  return new Set(
    words.slice(0, words.length - RUN_LENGTH + 1).map((_, at) => words.slice(at, at + RUN_LENGTH).join(' ')),
  )
}
