import type { PostReading } from '../read/statement.ts'
import type { Question } from '../understand/question.ts'
import { plainWords } from '../words/cues.ts'

const ENGLISH = / (?:the |most |least )(\w{3,}est|(?:most|least) \w+) /g
const FRENCH = / (?:le|la|les|l) (?:plus|moins) (\w{3,}) /g
/** Words that end like a superlative. */
const NO_SUPERLATIVE =
  /^(?:latest|forest|harvest|protest|interest|request|contest|arrest|guest|quest|west|northwest|southwest|rest|test|nest|chest|conquest|manifest|priest|honest|modest|best)$/
/** Letters two words must share from the beginning: young, youngest; âgé, âgée. */
const STEM_LENGTH = 4

/**
 * Whether a post says what sets the one asked for apart: "the oldest hiker" is not any hiker. True when the question
 * asks for no superlative.
 */
export function saysQualifiers(question: Question, reading: PostReading): boolean {
  const wanted = qualifiersOf(question.text)
  if (wanted.length === 0) return true
  const words = plainWords(reading.post.text).split(' ')
  return wanted.every((stem) => words.some((word) => word.startsWith(stem)))
}

function qualifiersOf(text: string): string[] {
  const plain = plainWords(text)
  const found = [...plain.matchAll(ENGLISH), ...plain.matchAll(FRENCH)].map((match) => match[1] ?? '')
  return found
    .filter((word) => !NO_SUPERLATIVE.test(word))
    .map((word) => stemOf(word.replace(/^(?:most|least) /, '')))
    .filter((stem) => stem !== '')
}

function stemOf(word: string): string {
  const plain = word.replace(/i?est$/, '')
  return plain.slice(0, Math.max(3, Math.min(STEM_LENGTH, plain.length)))
}
