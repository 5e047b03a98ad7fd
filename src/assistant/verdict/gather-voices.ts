import type { Archive } from '../../archive/archive.ts'
import type { WebNote } from '../../domain/answer.ts'
import type { Post, PostId } from '../../domain/post.ts'
import { type FindPagesFor, gatherDocuments } from '../documents/gather-documents.ts'
import type { Passage } from '../documents/passages.ts'
import { withDocuments } from '../documents/with-documents.ts'
import { type FindEvidence, gather } from '../gather.ts'
import { campaignsAmong } from '../integrity/campaigns-among.ts'
import { readPosts } from '../read/read-posts.ts'
import type { PostReading } from '../read/statement.ts'
import { assignVoices } from '../read/voices.ts'
import { referenceTime } from '../reference-time.ts'
import type { Question } from '../understand/question.ts'
import { understandQuestion } from '../understand/understand-question.ts'

/** What one voice says: posts and passages that count once, the best found first. */
export type Voice = { readonly name: string; readonly readings: readonly PostReading[] }

export type GatheredVoices = {
  readonly question: Question
  readonly voices: readonly Voice[]
  readonly passages: ReadonlyMap<PostId, Passage>
  readonly queries: readonly string[]
  readonly postsRead: number
  readonly pagesRead: number
  /** Posts and passages that count with another one. */
  readonly repeated: number
  readonly setAside: Readonly<Record<string, number>>
  readonly web: WebNote | null
}

export type GatherVoicesDependencies = {
  readonly archive: Archive
  readonly findEvidence?: FindEvidence
  readonly findPages?: FindPagesFor
  readonly isWebConfigured?: boolean
  /** UTC milliseconds. */
  readonly clock: () => number
  readonly signal?: AbortSignal
}

export type ClaimAsked = {
  readonly claim: string
  readonly lang: string | null
  /** The post that the claim is taken from: neither it nor its copies speak for it. */
  readonly origin: Post | null
}

/**
 * Searches posts, stored pages and, where set up, the web for what bears on a claim, and puts together what counts as
 * one voice: the same owner, the same text, the same link, the same confirmed campaign. Jokes, questions and what the claim was taken from are set
 * aside, and counted.
 */
export async function gatherVoices(
  { claim, lang, origin }: ClaimAsked,
  deps: GatherVoicesDependencies,
): Promise<GatheredVoices> {
  const now = await referenceTime(claim, deps)
  const locale = lang === 'fr' || lang === 'en' ? lang : null
  const understood = understandQuestion({ text: claim, history: [], now, locale })
  const question: Question = { ...understood, kind: 'is_it_true' }
  const [posts, documents] = await Promise.all([
    gather(question, { ...deps, now }),
    gatherDocuments(question, { ...deps, files: [], isWebConfigured: deps.isWebConfigured ?? false }),
  ])
  const gathered = withDocuments(posts, documents)
  const campaigns = await campaignsAmong(gathered.posts, deps.archive)
  const readings = readPosts(question, gathered.posts, gathered.parents, campaigns)
  const ownVoice = originVoice(origin, gathered.posts)
  const setAside: Record<string, number> = {}
  const kept = readings.filter((reading) => {
    const reason = whySetAside(reading, origin, ownVoice)
    if (reason !== null) setAside[reason] = (setAside[reason] ?? 0) + 1
    return reason === null
  })
  const voices = groupVoices(kept)
  return {
    question,
    voices,
    passages: gathered.passages,
    queries: gathered.queries,
    postsRead: posts.posts.length,
    pagesRead: new Set(documents.passages.map(({ document }) => document.id)).size,
    repeated: posts.folded + kept.length - voices.length,
    setAside,
    web: gathered.web,
  }
}

type SetAside = 'joke' | 'question' | 'origin'

function whySetAside(
  { post, cues, standing, voice }: PostReading,
  origin: Post | null,
  ownVoice: string | null,
): SetAside | null {
  if (origin !== null && (post.id === origin.id || post.author === origin.author || voice === ownVoice))
    return 'origin'
  if (cues.joke || standing === 'joker') return 'joke'
  return cues.question && post.source !== 'page' ? 'question' : null
}

/** The voice of the post that the claim is from, among what was found. */
function originVoice(origin: Post | null, posts: readonly Post[]): string | null {
  if (origin === null) return null
  return assignVoices([...posts.filter(({ id }) => id !== origin.id), origin]).get(origin.id) ?? origin.author
}

function groupVoices(readings: readonly PostReading[]): Voice[] {
  const groups = new Map<string, PostReading[]>()
  for (const reading of readings) {
    const known = groups.get(reading.voice)
    if (known === undefined) groups.set(reading.voice, [reading])
    else known.push(reading)
  }
  return [...groups].map(([name, own]) => ({ name, readings: own }))
}
