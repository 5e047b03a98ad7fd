import type { Random } from '../../lib/random.ts'

export type Lang = 'en' | 'fr'
export type Phrases = { readonly en: readonly string[]; readonly fr: readonly string[] }
/** Gives the text that stands for `{name}` in a template; null when the name is not known. */
export type Slots = (name: string) => string | null

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'slot'; readonly name: string }
  | {
      readonly kind: 'choice'
      readonly options: readonly (readonly Node[])[]
      readonly lasting: readonly (readonly Node[])[]
    }

const compiled = new Map<string, readonly Node[]>()

/**
 * Writes one surface form of a template. `[a|b|]` is a choice (it may nest, an option may be empty), `{name}` a slot;
 * the text of a slot is not a template. Spacing is tidied, and the language's contractions are made
 * ("de le" → "du", "a apple" → "an apple"), so that slots need not know what stands before them. An option that
 * starts with `~` says that something is still going on; it is offered only where the slot `ongoing` is known.
 *
 * @throws {Error} when the template is malformed or a slot is unknown: a mistake in our own tables
 */
export function expand(template: string, slots: Slots, random: Random, lang: Lang): string {
  return tidy(phrase(template, slots, random), lang)
}

/** As `expand`, but for a piece of a text that will be tidied as a whole. */
export function phrase(template: string, slots: Slots, random: Random): string {
  let nodes = compiled.get(template)
  if (nodes === undefined) {
    nodes = parse(template)
    compiled.set(template, nodes)
  }
  return write(nodes, slots, random).trimStart()
}

/** Joins pieces as `expand` joins words: one space, no space before a comma, contractions made. */
export function tidy(text: string, lang: Lang): string {
  let spaced = text.trim()
  if (spaced.includes('  ')) spaced = spaced.replace(/ {2,}/g, ' ')
  if (spaced.includes(' ,') || spaced.includes(' .') || spaced.includes(' )'))
    spaced = spaced.replace(/ ([,.)])/g, '$1')
  return lang === 'fr' ? contractFrench(spaced) : contractEnglish(spaced)
}

/** First letter in upper case; a leading `#` or `@` is left alone. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function write(nodes: readonly Node[], slots: Slots, random: Random): string {
  let out = ''
  for (const node of nodes) {
    if (node.kind === 'text') out += node.text
    else if (node.kind === 'choice') out += write(random.pick(offered(node, slots)), slots, random)
    else {
      const value = slots(node.name)
      if (value === null) throw new Error(`unknown slot {${node.name}}`)
      out += value
    }
  }
  return out
}

/** The options that may be chosen now. */
function offered(node: Extract<Node, { kind: 'choice' }>, slots: Slots): readonly (readonly Node[])[] {
  if (node.lasting.length === node.options.length || slots('ongoing') !== null) return node.options
  return node.lasting
}

const FRENCH_ARTICLES = /(?<![A-Za-zÀ-ÿ'-])([dD]e|[àÀ]) (les?) (?=\S)/g
/** "à cause de des travaux" → "à cause de travaux", "de du riz" → "du riz". */
const FRENCH_PARTITIVES = /(?<![A-Za-zÀ-ÿ'-])(de) (des|du|de)\s/g
const FRENCH_ELISION =
  /(?<![A-Za-zÀ-ÿ'-])([dD]e|[qQ]ue|[jJ]usque|[lL]orsque|[pP]uisque) (?=[aàâeéèêëiîïoôuûAÀÂEÉÈÊIÎOÔU])(?!onze)/g
const JOINED: Readonly<Record<string, string>> = {
  'de le': 'du',
  'de les': 'des',
  'à le': 'au',
  'à les': 'aux',
}

function contractFrench(text: string): string {
  return text
    .replace(FRENCH_PARTITIVES, (_, word: string, article: string) =>
      article === 'des' ? `${word} ` : `${article} `,
    )
    .replace(FRENCH_ARTICLES, (found, word: string, article: string) => {
      const joined = JOINED[`${word.toLowerCase()} ${article}`] ?? found
      return `${word === word.toLowerCase() ? joined : capitalise(joined)} `
    })
    .replace(FRENCH_ELISION, (_, word: string) => `${word.slice(0, -1)}'`)
    .replace(/\b([sS])i (?=ils?\b)/g, "$1'")
}

function contractEnglish(text: string): string {
  return text.replace(/\b([aA]) (?=[aeioAEIO])(?!one\b|once\b)/g, '$1n ')
}

function parse(template: string): readonly Node[] {
  const reader = { at: 0 }
  const nodes = parseSequence(template, reader)
  if (reader.at !== template.length)
    throw new Error(`unexpected "${template[reader.at]}" in template: ${template}`)
  return nodes
}

function parseSequence(template: string, reader: { at: number }): Node[] {
  const nodes: Node[] = []
  let text = ''
  const flush = () => {
    if (text !== '') nodes.push({ kind: 'text', text })
    text = ''
  }
  while (reader.at < template.length) {
    const char = template[reader.at] as string
    if (char === '|' || char === ']') break
    reader.at += 1
    if (char === '[') {
      flush()
      nodes.push(parseChoice(template, reader))
    } else if (char === '{') {
      flush()
      const end = template.indexOf('}', reader.at)
      if (end < 0) throw new Error(`slot without end in template: ${template}`)
      nodes.push({ kind: 'slot', name: template.slice(reader.at, end) })
      reader.at = end + 1
    } else text += char
  }
  flush()
  return nodes
}

function parseChoice(template: string, reader: { at: number }): Node {
  const options: Node[][] = []
  const lasting: Node[][] = []
  for (;;) {
    const ongoing = template[reader.at] === '~'
    if (ongoing) reader.at += 1
    const option = parseSequence(template, reader)
    options.push(option)
    if (!ongoing) lasting.push(option)
    const char = template[reader.at]
    if (char === undefined) throw new Error(`choice without end in template: ${template}`)
    reader.at += 1
    if (char !== ']') continue
    if (lasting.length === 0) throw new Error(`choice with nothing lasting in template: ${template}`)
    return { kind: 'choice', options, lasting }
  }
}
