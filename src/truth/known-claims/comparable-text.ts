import { splitSentences } from '../../domain/text/sentences.ts'

const LINK = /https?:\/\/\S+|\bpic\.twitter\.com\/\S+|\bt\.co\/\S+/giu
const TAG_OR_ACCOUNT = /[#@]([\p{L}\p{N}_]+)/gu

/**
 * A post or a claim as it is compared with others: links are left out, names of accounts and tags are read as the words they
 * are made of (`@RepRaulGrijalva`, `#ClimateChange`), and a sentence that is repeated word for word counts once.
 */
export function comparableText(text: string): string {
  const bare = text
    .replace(LINK, ' ')
    .replace(TAG_OR_ACCOUNT, (_, name: string) => ` ${separateWords(name)} `)
    .replace(/[ \t]+/g, ' ')
  const sentences = splitSentences(bare).map((sentence) => sentence.text.trim())
  return [...new Set(sentences)].filter((sentence) => sentence !== '').join('\n')
}

/** `RepRaulGrijalva_2` → `Rep Raul Grijalva`; what is in one case stays one word. */
function separateWords(name: string): string {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/[_\p{N}]+/gu, ' ')
    .trim()
}
