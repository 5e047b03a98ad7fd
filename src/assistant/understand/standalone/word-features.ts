import { fold, type Token, tokenise } from '../../words/tokens.ts'
import { POINTERS } from './common-words.ts'
import { type Chunk, type Conversation, chunksOf, isTelling, type Mention, stemOf } from './mentions.ts'

/** What is known of a word of the conversation that the question lacks. Values are small numbers, most within 0 to 1. */
export const FEATURE_NAMES = [
  'inFirstQuestion',
  'inLatestQuestion',
  'inQuestionBefore',
  'questionAge',
  'questionShare',
  'questionsWithIt',
  'inLongChunk',
  'inLatestAnswer',
  'latestAnswerCount',
  'latestAnswerPlace',
  'answerAge',
  'answerShare',
  'answersWithIt',
  'inLatestAnswerQuestion',
  'saidByBoth',
  'inProfile',
  'profileFits',
  'capital',
  'alwaysCapital',
  'number',
  'plural',
  'adverbOrVerb',
  'length',
  'chunkLength',
  'chunkHead',
  'chunkRepeats',
  'besideQuestionWord',
  'beforeQuestionWord',
  'sentenceShares',
  'pointsThing',
  'pointsThings',
  'pointsOwner',
  'pointsPerson',
  'pointsPlace',
  'pointsOne',
  'definite',
  'questionWords',
  'questionOpensNew',
  'questionHasName',
  'whatAbout',
  'shortReply',
  'asks',
  'speaksOfSelf',
  'turns',
  'hasAnswers',
  'answerAsks',
  'rivals',
  'countRank',
  'latestAnswerRank',
  'opensSentence',
  'inFirstSentence',
  'closesQuestion',
  'topicFrame',
  'closesTopicQuestion',
  'determined',
  'prepositioned',
  'pairRepeats',
  'questionSharesLatest',
] as const

export type FeatureName = (typeof FEATURE_NAMES)[number]

/** One word that could be carried over, in the form it was last said in, with its features. */
export type CarryCandidate = {
  readonly stem: string
  readonly features: Float64Array
}

/** What the question itself says; the same for each candidate. */
export type QuestionSigns = {
  readonly tokens: readonly Token[]
  readonly stems: ReadonlySet<string>
  readonly values: Readonly<Record<string, number>>
}

export function readSigns(question: string, conversation: Conversation): QuestionSigns {
  const tokens = tokenise(question)
  const has = (set: ReadonlySet<string>) => (tokens.some((token) => set.has(token.norm)) ? 1 : 0)
  const telling = tokens.filter(isTelling)
  const plain = fold(question)
  const latestAnswer = conversation.chunks.some(({ mentions }) => mentions[0]?.role === 'assistant')
  const known = new Set(conversation.chunks.flatMap(({ mentions }) => mentions.map(({ stem }) => stem)))
  return {
    tokens,
    stems: new Set(telling.map(({ norm }) => stemOf(norm))),
    values: {
      pointsThing: has(POINTERS.thing),
      pointsThings: has(POINTERS.things),
      pointsOwner: has(POINTERS.possessive),
      pointsPerson: has(POINTERS.person),
      pointsPlace: has(POINTERS.place),
      pointsOne: has(POINTERS.one),
      definite: /\b(?:the|these|those|this|that|le|la|les|ce|cette|ces) \w+/.test(plain) ? 1 : 0,
      questionWords: Math.min(1, telling.length / 8),
      questionOpensNew:
        telling.filter(({ norm }) => !known.has(stemOf(norm))).length / Math.max(1, telling.length),
      questionHasName: tokens.some((token, at) => at > 0 && token.capital && isTelling(token)) ? 1 : 0,
      whatAbout: /\b(?:what about|how about|et (?:pour|en|au|a|le|la|les)|qu'en est-il)\b/.test(plain)
        ? 1
        : 0,
      shortReply: telling.length <= 1 ? 1 : 0,
      asks: question.includes('?') ? 1 : 0,
      speaksOfSelf: /\b(?:i|me|my|mine|je|moi|mon|ma|mes)\b/.test(plain) ? 1 : 0,
      turns: Math.min(1, conversation.userTurns / 10),
      hasAnswers: latestAnswer ? 1 : 0,
    },
  }
}

/** Every telling word of the conversation and the profile that the question lacks. */
export function carryCandidates(
  conversation: Conversation,
  signs: QuestionSigns,
  profile: readonly string[],
): CarryCandidate[] {
  const byStem = new Map<string, { mention: Mention; chunk: Chunk; at: number }[]>()
  for (const chunk of conversation.chunks)
    for (const [at, mention] of chunk.mentions.entries()) {
      if (signs.stems.has(mention.stem)) continue
      const list = byStem.get(mention.stem)
      if (list === undefined) byStem.set(mention.stem, [{ mention, chunk, at }])
      else list.push({ mention, chunk, at })
    }
  const profiles = profile.map((line) => new Set(chunksOf(line, 'user', 0).flatMap(stemsOf)))
  for (const stems of profiles)
    for (const stem of stems) if (!signs.stems.has(stem) && !byStem.has(stem)) byStem.set(stem, [])
  const context = makeContext(conversation, signs, profiles)
  return [...byStem].map(([stem, said]) => ({ stem, features: featuresOf(stem, said, context) }))
}

type Said = { readonly mention: Mention; readonly chunk: Chunk; readonly at: number }
type Context = {
  readonly conversation: Conversation
  readonly signs: QuestionSigns
  readonly profiles: readonly ReadonlySet<string>[]
  readonly answerTurns: number
  readonly latestAnswerSentences: ReadonlySet<number>
  readonly latestAnswerWords: number
  readonly answerAsks: number
  readonly chunkCounts: ReadonlyMap<string, number>
  readonly latestNames: number
  readonly counts: ReadonlyMap<string, number>
  readonly latestCounts: ReadonlyMap<string, number>
  readonly pairs: ReadonlyMap<string, number>
  readonly lastSentence: number
}

const stemsOf = (chunk: Chunk): string[] => chunk.mentions.map(({ stem }) => stem)

function makeContext(
  conversation: Conversation,
  signs: QuestionSigns,
  profiles: readonly ReadonlySet<string>[],
): Context {
  const answers = conversation.chunks.flatMap(({ mentions }) =>
    mentions.filter(({ role }) => role === 'assistant'),
  )
  const latest = answers.filter(({ age }) => age === 0)
  const chunkCounts = new Map<string, number>()
  for (const chunk of conversation.chunks) {
    const key = stemsOf(chunk).join(' ')
    chunkCounts.set(key, (chunkCounts.get(key) ?? 0) + 1)
  }
  return {
    conversation,
    signs,
    profiles,
    answerTurns: new Set(answers.map(({ age }) => age)).size,
    latestAnswerSentences: new Set(
      latest.filter(({ stem }) => signs.stems.has(stem)).map(({ sentence }) => sentence),
    ),
    latestAnswerWords: latest.length,
    answerAsks: asksAtEnd(conversation) ? 1 : 0,
    counts: rankShares(conversation.chunks.flatMap(stemsOf)),
    latestCounts: rankShares(latest.map(({ stem }) => stem)),
    pairs: countPairs(conversation),
    lastSentence: latest.at(-1)?.sentence ?? -1,
    chunkCounts,
    latestNames: new Set(latest.filter(({ token }) => token.capital).map(({ stem }) => stem)).size,
  }
}

const TOPIC_FRAME =
  /\b(?:what(?:'s| is| are| was| were)|tell me(?: more)? about|who (?:is|was|are)|about|describe|(?:qui|que|quoi) (?:est|sont)|parle\S* (?:de|du|des))\s+(?:the |an? |le |la |les )?$/i

const chunkEnd = (chunk: readonly Mention[]): number => chunk.at(-1)?.token.end ?? 0

function opensSentence(chunk: Chunk): boolean {
  return /(?:^|[.?!…]\s*)(?:(?:the|an?|le|la|les|un|une)\s+)?$/iu.test(
    chunk.source.slice(0, chunk.mentions[0]?.token.start ?? 0),
  )
}

function asksAtEnd(conversation: Conversation): boolean {
  const last = conversation.chunks.findLast(({ mentions }) => mentions[0]?.role === 'assistant')
  return last?.mentions[0]?.age === 0 && /\?\s*$/u.test(last.source)
}

/** Each stem with its place among all by count: 0 = said most often, towards 1 = least often. */
function rankShares(stems: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  const distinct = [...new Set(counts.values())].sort((a, b) => b - a)
  return new Map([...counts].map(([stem, count]) => [stem, Math.min(1, distinct.indexOf(count) / 6)]))
}

/** For each stem, how often its most frequent pair with a neighbour was said. */
function countPairs(conversation: Conversation): ReadonlyMap<string, number> {
  const pairs = new Map<string, number>()
  const best = new Map<string, number>()
  for (const { mentions } of conversation.chunks)
    for (const [at, mention] of mentions.entries()) {
      const next = mentions[at + 1]
      if (next === undefined) continue
      const key = `${mention.stem} ${next.stem}`
      const count = (pairs.get(key) ?? 0) + 1
      pairs.set(key, count)
      for (const stem of [mention.stem, next.stem]) best.set(stem, Math.max(best.get(stem) ?? 0, count))
    }
  return best
}

function featuresOf(stem: string, said: readonly Said[], context: Context): Float64Array {
  const { signs, conversation } = context
  const asked = said.filter(({ mention }) => mention.role === 'user')
  const told = said.filter(({ mention }) => mention.role === 'assistant')
  const latestTold = told.filter(({ mention }) => mention.age === 0)
  const askedAges = new Set(asked.map(({ mention }) => mention.age))
  const toldAges = new Set(told.map(({ mention }) => mention.age))
  const capitals = said.filter(({ mention }) => mention.token.capital).length
  const best = said.at(-1)
  const chunk = best?.chunk.mentions ?? []
  const values: Record<FeatureName, number> = {
    inFirstQuestion: askedAges.has(conversation.userTurns - 1) ? 1 : 0,
    inLatestQuestion: askedAges.has(0) ? 1 : 0,
    inQuestionBefore: askedAges.has(1) ? 1 : 0,
    questionAge: asked.length === 0 ? 1 : Math.min(...askedAges) / 12,
    questionShare: askedAges.size / Math.max(1, conversation.userTurns),
    questionsWithIt: Math.min(1, askedAges.size / 4),
    inLongChunk: asked.some(({ chunk: { mentions } }) => mentions.length >= 2) ? 1 : 0,
    inLatestAnswer: latestTold.length > 0 ? 1 : 0,
    latestAnswerCount: Math.min(1, latestTold.length / 5),
    latestAnswerPlace: latestTold.length === 0 ? 1 : Math.min(1, (latestTold[0]?.mention.at ?? 0) / 150),
    answerAge: told.length === 0 ? 1 : Math.min(...toldAges) / 12,
    answerShare: toldAges.size / Math.max(1, context.answerTurns),
    answersWithIt: Math.min(1, toldAges.size / 4),
    inLatestAnswerQuestion:
      context.answerAsks === 1 && latestTold.some(({ mention }) => mention.sentence === context.lastSentence)
        ? 1
        : 0,
    saidByBoth: asked.length > 0 && told.length > 0 ? 1 : 0,
    inProfile: context.profiles.some((stems) => stems.has(stem)) ? 1 : 0,
    profileFits: context.profiles.some(
      (stems) => stems.has(stem) && [...signs.stems].some((own) => stems.has(own)),
    )
      ? 1
      : 0,
    capital: capitals > 0 ? 1 : 0,
    alwaysCapital: said.length > 0 && capitals === said.length ? 1 : 0,
    number: /^\p{N}/u.test(stem) ? 1 : 0,
    plural: best !== undefined && best.mention.token.norm !== stem ? 1 : 0,
    adverbOrVerb: /(?:ly|ing|ed|ment|er|ant)$/.test(stem) ? 1 : 0,
    length: Math.min(1, stem.length / 12),
    chunkLength: Math.min(1, chunk.length / 5),
    chunkHead: best !== undefined && best.at === chunk.length - 1 ? 1 : 0,
    chunkRepeats: Math.min(
      1,
      Math.max(0, ...said.map((one) => (context.chunkCounts.get(stemsOf(one.chunk).join(' ')) ?? 1) - 1)) / 3,
    ),
    besideQuestionWord: said.some(({ chunk: { mentions } }) =>
      mentions.some((other) => signs.stems.has(other.stem)),
    )
      ? 1
      : 0,
    beforeQuestionWord: said.some(({ chunk: { mentions }, at }) => {
      const next = mentions[at + 1]
      return next !== undefined && signs.stems.has(next.stem)
    })
      ? 1
      : 0,
    sentenceShares: latestTold.some(({ mention }) => context.latestAnswerSentences.has(mention.sentence))
      ? 1
      : 0,
    answerAsks: context.answerAsks,
    countRank: context.counts.get(stem) ?? 1,
    latestAnswerRank: context.latestCounts.get(stem) ?? 1,
    opensSentence: latestTold.some(({ chunk }) => opensSentence(chunk)) ? 1 : 0,
    inFirstSentence: latestTold.some(({ mention }) => mention.sentence === 0) ? 1 : 0,
    closesQuestion: asked.some(
      ({ mention, chunk: { source } }) =>
        mention.age === 0 && /^[^\p{L}\p{N}]*$/u.test(source.slice(chunkEnd(chunk))),
    )
      ? 1
      : 0,
    topicFrame: asked.some(({ chunk }) =>
      TOPIC_FRAME.test(chunk.source.slice(0, chunk.mentions[0]?.token.start ?? 0)),
    )
      ? 1
      : 0,
    closesTopicQuestion: Math.min(
      1,
      Math.min(
        12,
        ...asked
          .filter(({ chunk }) => TOPIC_FRAME.test(chunk.source.slice(0, chunk.mentions[0]?.token.start ?? 0)))
          .map(({ mention }) => mention.age),
      ) / 12,
    ),
    determined: said.some(
      ({ chunk, at }) =>
        at === 0 &&
        /\b(?:the|le|la|les|l['’])\s*$/i.test(chunk.source.slice(0, chunk.mentions[0]?.token.start ?? 0)),
    )
      ? 1
      : 0,
    prepositioned: latestTold.some(({ chunk }) =>
      /\b(?:of|in|for|du|des|de)\s+(?:the\s+)?$/i.test(
        chunk.source.slice(0, chunk.mentions[0]?.token.start ?? 0),
      ),
    )
      ? 1
      : 0,
    pairRepeats: Math.min(3, (context.pairs.get(stem) ?? 1) - 1) / 3,
    questionSharesLatest: context.latestAnswerSentences.size > 0 ? 1 : 0,
    rivals: Math.min(1, context.latestNames / 15),
    ...(signs.values as Record<never, number>),
  } as Record<FeatureName, number>
  return Float64Array.from(FEATURE_NAMES, (name) => values[name] ?? 0)
}
