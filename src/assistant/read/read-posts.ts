import type { Post } from '../../domain/post.ts'
import { type CampaignsByAuthor, campaignVoice } from '../integrity/campaigns-among.ts'
import type { Question } from '../understand/question.ts'
import { accountStanding, type Cues, type Standing } from '../words/cues.ts'
import { matchTopic, type TextContent } from './match-facets.ts'
import { type CommonWords, collectCommonWords, findNames } from './names.ts'
import { contentOf, readText } from './read-text.ts'
import type { PostReading, Statement, TopicMatch } from './statement.ts'
import { assignVoices } from './voices.ts'

/** Below this share of the question's names a post is about something else. */
const NAMES_MIN01 = 0.4
/**
 * Reads posts against a question: sentences with offsets, names, cues, how far each post is on the topic, and who speaks.
 *
 * @param parents posts that some of these reply to or quote: they lend context and are not read themselves
 * @param campaigns accounts that act in concert speak with one voice
 */
export function readPosts(
  question: Question,
  posts: readonly Post[],
  parents: ReadonlyMap<string, Post>,
  campaigns: CampaignsByAuthor = null,
): PostReading[] {
  const texts = new Map(posts.map((post) => [post.id, readText(post)]))
  const common = collectCommonWords([...texts.values()].map(({ tokens }) => tokens))
  const voices = assignVoices([...posts, ...[...parents.values()].filter((parent) => !texts.has(parent.id))])
  return posts.map((post) => {
    const topic = matchTopic(question, readText(post).content, contextOf(post, parents))
    return readPost(post, common, voiceOf(post, voices, campaigns), topic)
  })
}

/** A campaign has one voice, which whoever copies it shares. */
function voiceOf(post: Post, voices: ReadonlyMap<string, string>, campaigns: CampaignsByAuthor): string {
  const voice = voices.get(post.id) ?? post.author
  return campaignVoice(post.author, campaigns) ?? campaignVoice(voice, campaigns) ?? voice
}

function readPost(post: Post, common: CommonWords, voice: string, topic: TopicMatch): PostReading {
  const { cues, sentences } = readText(post)
  const standing = accountStanding(post.author, post.authorName)
  const statements: Statement[] = []
  const weight = weigh(cues, standing)
  const reading: PostReading = { post, standing, cues, statements, voice, topic, weight }
  // Nothing is ever taken from a post that lacks the question's names: reading it on would only cost time.
  if (topic.names01 < NAMES_MIN01) return reading
  for (const sentence of sentences())
    statements.push({ reading, ...sentence, names: findNames(sentence.tokens, common) })
  return reading
}

function contextOf(post: Post, parents: ReadonlyMap<string, Post>): TextContent | null {
  const context = [post.replyTo, post.quoteOf, post.threadRoot].flatMap((id) =>
    id === null || id === post.id ? [] : (parents.get(id) ?? []),
  )
  return contentOf(context)
}

/** Measured on the development seeds of the simulated network, 2026-11-22 (evals/simulated). */
const WEIGHTS = {
  official: 1.5,
  newsroom: 1.1,
  person: 1,
  joker: 0.05,
  hedged: 0.4,
  joke: 0.15,
  attributed: 1.3,
} as const

function weigh(cues: Cues, standing: Standing): number {
  return (
    WEIGHTS[standing] *
    (cues.joke ? WEIGHTS.joke : 1) *
    (cues.hedged && !cues.correction ? WEIGHTS.hedged : 1) *
    (cues.attributed ? WEIGHTS.attributed : 1)
  )
}
