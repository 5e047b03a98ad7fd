import { AppError } from '../../domain/errors.ts'

/** An answer as plain data: what a client's schema may ask for, by name. */
export type AnswerFields = {
  readonly text: string
  readonly question: string
  readonly abstained: boolean
  readonly sentences: readonly { readonly text: string; readonly citations: readonly number[] }[]
  readonly citations: readonly CitationFields[]
  /** 0 to 1: how well the weakest sentence is carried; 0 where nothing was answered. */
  readonly support01: number
  readonly followUps: readonly string[]
  readonly model: string
}
export type CitationFields = {
  readonly n: number
  readonly url: string
  readonly title: string
  readonly quote: string
  readonly author: string
  readonly id: string
  readonly createdAt: string | null
}

type Schema = Readonly<Record<string, unknown>>
type Fill = (fields: AnswerFields) => unknown
type Kind = 'string' | 'share' | 'count' | 'boolean' | 'strings' | 'citations' | 'sentences'

const words = (...names: string[]) => names

/** What fields of clients are called, in lower case without `_` and `-`. */
const FIELDS: readonly { readonly names: readonly string[]; readonly kind: Kind; readonly fill: Fill }[] = [
  {
    names: words('answer', 'text', 'summary', 'response', 'result', 'content', 'message', 'output', 'reply'),
    kind: 'string',
    fill: ({ text }) => text,
  },
  { names: words('question', 'query'), kind: 'string', fill: ({ question }) => question },
  { names: words('model', 'engine'), kind: 'string', fill: ({ model }) => model },
  {
    names: words('abstained', 'unanswered', 'unknown'),
    kind: 'boolean',
    fill: ({ abstained }) => abstained,
  },
  { names: words('answered', 'found', 'hasanswer'), kind: 'boolean', fill: ({ abstained }) => !abstained },
  {
    names: words('support', 'support01', 'confidence', 'confidence01', 'certainty', 'score', 'score01'),
    kind: 'share',
    fill: ({ support01 }) => support01,
  },
  {
    names: words('sourcecount', 'citationcount', 'sourcescount', 'citationscount', 'numsources'),
    kind: 'count',
    fill: ({ citations }) => citations.length,
  },
  {
    names: words('sources', 'citations', 'evidence', 'references', 'urls', 'links'),
    kind: 'citations',
    fill: ({ citations }) => citations,
  },
  {
    names: words('sentences', 'statements', 'points', 'keypoints', 'bullets', 'facts', 'claims', 'findings'),
    kind: 'sentences',
    fill: ({ sentences }) => sentences,
  },
  {
    names: words('followups', 'followupquestions', 'nextquestions', 'questions'),
    kind: 'strings',
    fill: ({ followUps }) => followUps,
  },
]

const CITATION_FIELDS: Readonly<Record<string, (citation: CitationFields) => unknown>> = {
  n: ({ n }) => n,
  number: ({ n }) => n,
  url: ({ url }) => url,
  link: ({ url }) => url,
  href: ({ url }) => url,
  title: ({ title }) => title,
  name: ({ title }) => title,
  quote: ({ quote }) => quote,
  text: ({ quote }) => quote,
  snippet: ({ quote }) => quote,
  excerpt: ({ quote }) => quote,
  author: ({ author }) => author,
  source: ({ author }) => author,
  id: ({ id }) => id,
  postid: ({ id }) => id,
  date: ({ createdAt }) => createdAt,
  createdat: ({ createdAt }) => createdAt,
  publishedat: ({ createdAt }) => createdAt,
}
/** Fields of a citation that may be missing. */
const NULLABLE = new Set(['date', 'createdat', 'publishedat'])
const CITATION_NUMBERS = new Set(['n', 'number'])

/**
 * Decides before anything is searched whether a client's schema can be filled from an answer, by the names and types of
 * its fields. A field that is not required and cannot be filled is left out.
 *
 * @param param how the client calls the schema
 * @returns what makes the object of an answer
 * @throws {AppError} invalid_input that names the first field that cannot be filled
 */
export function planFill(schema: Schema, param: string): Fill {
  if (typeOf(schema) !== 'object') throw cannotFill(param, 'its top level is no object')
  const properties = objectOf(schema['properties'])
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : [])
  const plans = Object.entries(properties).flatMap(([name, about]) => {
    const fill = planField(name, objectOf(about))
    if (fill === null && required.has(name))
      throw cannotFill(param, `nothing in an answer is "${name}" of that type`)
    return fill === null ? [] : [[name, fill] as const]
  })
  for (const name of required)
    if (!Object.hasOwn(properties, String(name)))
      throw cannotFill(param, `"${String(name)}" is required and not described`)
  if (plans.length === 0) throw cannotFill(param, 'none of its fields is part of an answer')
  return (fields) => Object.fromEntries(plans.map(([name, fill]) => [name, fill(fields)]))
}

function planField(name: string, schema: Schema): Fill | null {
  const known = FIELDS.find(({ names }) => names.includes(plain(name)))
  if (known === undefined || isLimited(schema)) return null
  const { kind, fill } = known
  if (kind === 'string') return typeOf(schema) === 'string' ? fill : null
  if (kind === 'boolean') return typeOf(schema) === 'boolean' ? fill : null
  if (kind === 'share') return typeOf(schema) === 'number' ? fill : null
  if (kind === 'count') return ['number', 'integer'].includes(typeOf(schema) ?? '') ? fill : null
  if (typeOf(schema) === 'string' && kind === 'sentences') return null
  if (typeOf(schema) !== 'array' || 'minItems' in schema) return null
  return planItems(kind, objectOf(schema['items']), fill)
}

function planItems(kind: Kind, items: Schema, fill: Fill): Fill | null {
  if (isLimited(items)) return null
  const isText = typeOf(items) === 'string'
  if (kind === 'strings') return isText ? fill : null
  if (kind === 'sentences')
    return isText
      ? (fields) => fields.sentences.map(({ text }) => text)
      : planObjects(items, SENTENCE_PLAN, fill)
  return isText ? (fields) => fields.citations.map(({ url }) => url) : planObjects(items, CITATION_PLAN, fill)
}

type ObjectPlan = (name: string, schema: Schema) => ((item: never) => unknown) | null

const CITATION_PLAN: ObjectPlan = (name, schema) => {
  const key = plain(name)
  const read = Object.hasOwn(CITATION_FIELDS, key) ? CITATION_FIELDS[key] : undefined
  if (read === undefined || isLimited(schema)) return null
  const type = typeOf(schema)
  if (CITATION_NUMBERS.has(key)) return type === 'integer' || type === 'number' ? read : null
  if (NULLABLE.has(key) && !isNullable(schema)) return null
  return type === 'string' ? read : null
}

const SENTENCE_PLAN: ObjectPlan = (name, schema) => {
  const key = plain(name)
  const type = typeOf(schema)
  if (type === 'string' && ['text', 'sentence', 'statement', 'claim', 'fact', 'point'].includes(key))
    return ({ text }: AnswerFields['sentences'][number]) => text
  const items = typeOf(objectOf(schema['items']))
  if (type === 'array' && key === 'citations' && (items === 'integer' || items === 'number'))
    return ({ citations }: AnswerFields['sentences'][number]) => citations
  return null
}

function planObjects(items: Schema, planOne: ObjectPlan, fill: Fill): Fill | null {
  if (typeOf(items) !== 'object') return null
  const required = Array.isArray(items['required']) ? items['required'] : []
  const plans = Object.entries(objectOf(items['properties'])).map(
    ([name, about]) => [name, planOne(name, objectOf(about))] as const,
  )
  const usable = plans.flatMap(([name, read]) => (read === null ? [] : [[name, read] as const]))
  if (usable.length === 0 || required.some((name) => !usable.some(([known]) => known === name))) return null
  return (fields) =>
    (fill(fields) as never[]).map((item) =>
      Object.fromEntries(usable.map(([name, read]) => [name, read(item)])),
    )
}

const LIMITS = ['enum', 'const', 'pattern', 'maxLength', 'format', 'maximum', 'exclusiveMaximum'] as const

/** Limits that words of an answer cannot be promised to keep. */
function isLimited(schema: Schema): boolean {
  const isKept = (limit: string) =>
    (limit === 'maximum' && Number(schema[limit]) >= 1) || (limit === 'format' && schema[limit] === 'uri')
  return LIMITS.some((limit) => limit in schema && !isKept(limit))
}

function typeOf(schema: Schema): string | null {
  const { type } = schema
  if (typeof type === 'string') return type
  if (Array.isArray(type)) return String(type.find((one) => one !== 'null') ?? null)
  const either = [schema['anyOf'], schema['oneOf']].find(Array.isArray)
  const types = either?.map((one) => typeOf(objectOf(one))).filter((one) => one !== 'null' && one !== null)
  return types?.length === 1 ? (types[0] ?? null) : null
}

function isNullable(schema: Schema): boolean {
  const { type } = schema
  if (Array.isArray(type)) return type.includes('null')
  const either = [schema['anyOf'], schema['oneOf']].find(Array.isArray)
  return either?.some((one) => objectOf(one)['type'] === 'null') ?? false
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, '')
}

function objectOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {}
}

function cannotFill(param: string, why: string): AppError {
  return new AppError(
    'invalid_input',
    `${param}: the embedded engine cannot fill this schema: ${why}. It has answer, abstained, confidence, sentences and citations; configure a language model for other schemas.`,
    { param },
  )
}
