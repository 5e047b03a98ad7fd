import { canonicalUrl } from './canonical-url.ts'
import { foldAccents } from './fold.ts'
import { termForm, wordTerm } from './stem.ts'
import type { Token } from './tokenise.ts'
import { UNSPACED_CHAR } from './tokenise.ts'

/** Appends the search terms of one token. */
export function addTokenTerms(terms: string[], token: Token, lang: string | null): void {
  switch (token.kind) {
    case 'word':
      terms.push(wordTerm(token.text, termForm(lang)))
      return
    case 'number':
      terms.push(token.text)
      return
    case 'run':
      addBigrams(terms, token.text)
      return
    case 'mention':
      terms.push(`@${token.text}`)
      return
    case 'hashtag':
      addHashtag(terms, token.text, lang)
      return
    case 'url':
      addUrl(terms, token.text)
  }
}

/** Scripts without spaces are matched by pairs of characters; a single character stands for itself. */
function addBigrams(terms: string[], run: string): void {
  const characters = [...run]
  if (characters.length === 1) terms.push(run)
  for (let index = 0; index + 1 < characters.length; index++) {
    terms.push(`${characters[index]}${characters[index + 1]}`)
  }
}

const TAG_WORDS = /\p{Lu}+(?![\p{Ll}\p{M}])|\p{Lu}?[\p{Ll}\p{M}]+|[\p{Lo}\p{M}]+|\p{N}+/gu

/** `#tag`, then the words it is made of: `#ClimateChange` is also `climate` and `change`. */
export function addHashtag(terms: string[], tag: string, lang: string | null): void {
  terms.push(hashtagTerm(tag))
  for (const word of tag.match(TAG_WORDS) ?? []) {
    if (UNSPACED_CHAR.test(word)) addBigrams(terms, word)
    else terms.push(wordTerm(word.toLowerCase(), termForm(lang)))
  }
}

function hashtagTerm(tag: string): string {
  return `#${foldAccents(tag.toLowerCase())}`
}

/** `url:` and `host:` of a link; nothing for what is not one. */
export function addUrl(terms: string[], url: string): void {
  const canonical = canonicalUrl(url)
  if (canonical !== null) terms.push(`url:${canonical.key}`, `host:${canonical.host}`)
}
