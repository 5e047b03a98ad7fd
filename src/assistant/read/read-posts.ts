import type { Post } from '../../domain/post.ts'
import { splitSentences } from '../../domain/text/sentences.ts'
import { type CampaignsByAuthor, campaignVoice } from '../integrity/campaigns-among.ts'
import type { Question } from '../understand/question.ts'
import { findConcepts } from '../words/concepts.ts'
import { accountStanding, type Cues, readCues, type Standing } from '../words/cues.ts'
import { type Token, tokenise } from '../words/tokens.ts'
import { matchTopic, readContent, type TextContent } from './match-facets.ts'
import { type CommonWords, collectCommonWords, findNames } from './names.ts'
import type { PostReading, Statement, TopicMatch } from './statement.ts'
import { assignVoices } from './voices.ts'

/** Below this share of the question's names a post is about something else. */
const NAMES_MIN01 = 0.4
/** Longer posts are read up to here: posts are short, and hostile ones must not cost more. */
const READ_CHARACTERS_MAX = 4_000

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
  const tokensOf = new Map(posts.map((post) => [post.id, tokenise(post.text.slice(0, READ_CHARACTERS_MAX))]))
  const common = collectCommonWords(tokensOf.values())
  const voices = assignVoices([
    ...posts,
    ...[...parents.values()].filter((parent) => !tokensOf.has(parent.id)),
  ])
  return posts.map((post) => {
    const tokens = tokensOf.get(post.id) ?? []
    const topic = matchTopic(question, readContent(tokens), contextOf(post, parents))
    return readPost(post, tokens, common, voiceOf(post, voices, campaigns), topic)
  })
}

/** A campaign has one voice, which whoever copies it shares. */
function voiceOf(post: Post, voices: ReadonlyMap<string, string>, campaigns: CampaignsByAuthor): string {
  const voice = voices.get(post.id) ?? post.author
  return campaignVoice(post.author, campaigns) ?? campaignVoice(voice, campaigns) ?? voice
}

function readPost(
  post: Post,
  tokens: readonly Token[],
  common: CommonWords,
  voice: string,
  topic: TopicMatch,
): PostReading {
  const text = post.text.slice(0, READ_CHARACTERS_MAX)
  const cues = readCues(text)
  const standing = accountStanding(post.author, post.authorName)
  const statements: Statement[] = []
  const reading: PostReading = {
    post,
    standing,
    cues,
    statements,
    voice,
    topic,
    weight: weigh(cues, standing),
  }
  // Nothing is ever taken from a post that lacks the question's names: reading it on would only cost time.
  if (topic.names01 < NAMES_MIN01) return reading
  const sentences = splitSentences(text)
  for (const { start, end } of sentences) {
    const inside = tokens.filter((token) => token.start >= start && token.end <= end)
    if (!inside.some((token) => token.kind === 'word' || token.kind === 'hashtag' || token.kind === 'number'))
      continue
    statements.push({
      reading,
      start,
      end,
      tokens: inside,
      concepts: findConcepts(inside),
      names: findNames(inside, common),
      cues: sentences.length === 1 ? cues : readCues(text.slice(start, end)),
    })
  }
  return reading
}

function contextOf(post: Post, parents: ReadonlyMap<string, Post>): TextContent | null {
  const texts = [post.replyTo, post.quoteOf, post.threadRoot].flatMap((id) =>
    id === null || id === post.id ? [] : [parents.get(id)?.text ?? ''],
  )
  const text = texts.join('\n').slice(0, READ_CHARACTERS_MAX)
  return text.trim() === '' ? null : readContent(tokenise(text))
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
