import { makePost, type Post } from '../src/domain/post.ts'
import { Random } from '../src/lib/random.ts'

/**
 * Posts made of invented words whose frequencies follow Zipf's law, as those of real text do. The same
 * seed gives the same posts. About half carry a link, a tenth a hashtag, as on the networks we read.
 */
export type SyntheticRequest = { readonly seed: number; readonly count: number }

const VOCABULARY = 200_000
const WORDS_MIN = 6
const WORDS_MAX = 24
const ACCOUNTS = 20_000
/** 1 January 2026, UTC; one post a second from there. */
const FIRST_AT = 1_767_225_600_000
const CONSONANTS = 'bdfgklmnprtvz'
const VOWELS = 'aiou'

export function* syntheticPosts({ seed, count }: SyntheticRequest): Generator<Post> {
  const random = new Random(`posts/${seed}`)
  for (let index = 0; index < count; index++) yield syntheticPost(index, random)
}

function syntheticPost(index: number, random: Random): Post {
  const words: string[] = []
  const length = random.integer(WORDS_MIN, WORDS_MAX)
  while (words.length < length) words.push(zipfWord(random))
  const hashtags = random.chance(0.1) ? [zipfWord(random)] : []
  const urls = random.chance(0.5) ? [`https://${zipfWord(random)}.example/${index}`] : []
  return makePost({
    id: `synthetic:${index}`,
    author: `author-${random.integer(1, ACCOUNTS)}`,
    createdAt: FIRST_AT + index * 1_000,
    text: [...words, ...hashtags.map((tag) => `#${tag}`), ...urls].join(' '),
    lang: 'en',
    hashtags,
    urls,
    source: 'synthetic',
  })
}

/** Rank r is drawn with a chance in proportion to 1 / r. */
function zipfWord(random: Random): string {
  return syntheticWord(Math.floor(VOCABULARY ** random.next01()))
}

/** The word of a frequency rank: ranks from 1, most frequent first; every rank has its own word. */
export function syntheticWord(rank: number): string {
  const syllables = CONSONANTS.length * VOWELS.length
  let word = ''
  for (let rest = rank; rest > 0 || word.length < 4; rest = Math.floor(rest / syllables)) {
    const syllable = rest % syllables
    word += `${CONSONANTS[syllable % CONSONANTS.length]}${VOWELS[Math.floor(syllable / CONSONANTS.length)]}`
  }
  // Every other word looks like a plural, so that stems differ from words about as often as in English.
  return `${word}${rank % 2 === 0 ? 'n' : 's'}`
}

/**
 * Queries of four words: the first half of mid-frequency words only, the second half with one very common
 * word each. Over a million posts a mid-frequency word stands in about 300 to 8,000 of them, a very
 * common one in a sixth to a half.
 */
export function syntheticQueries({ seed, count }: SyntheticRequest): string[] {
  const random = new Random(`queries/${seed}`)
  const between = (low: number, high: number) => syntheticWord(random.integer(low, high))
  return Array.from({ length: count }, (_, index) => {
    const first = index < count / 2 ? between(150, 4_000) : between(1, 8)
    return [first, between(150, 4_000), between(150, 4_000), between(150, 4_000)].join(' ')
  })
}
