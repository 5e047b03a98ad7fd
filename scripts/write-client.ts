// Writes clients/typescript/verity.ts from the OpenAPI document:  node scripts/write-client.ts [--check]
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiDocument } from '../src/api/openapi.ts'

type Schema = Readonly<Record<string, unknown>>
type Operation = {
  readonly summary: string
  readonly parameters?: readonly { readonly name: string; readonly in: 'path' | 'query' }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >
}

/** Deeper parts of a schema are `unknown`. */
const DEPTH_MAX = 8
const FILE = join(import.meta.dirname, '..', 'clients', 'typescript', 'verity.ts')
const { paths } = openApiDocument('') as {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)
const text = `// Made by scripts/write-client.ts from /api/openapi.json; do not change it by hand. No dependency: any runtime with fetch.

/** What the server said no to. */
export class VerityError extends Error {
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: unknown) {
    super(\`Verity answered with status \${status}\`)
    this.status = status
    this.body = body
  }
}

export type VerityOptions = { readonly url: string; readonly key?: string; readonly fetch?: typeof fetch }
type Call = { readonly method: string; readonly path: string; readonly query?: object; readonly body?: unknown; readonly signal?: AbortSignal }

export class Verity {
  readonly #options: VerityOptions

  constructor(options: VerityOptions) {
    this.#options = options
  }

  async #send({ method, path, query, body, signal }: Call): Promise<Response> {
    const url = new URL(path, this.#options.url)
    for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) url.searchParams.set(name, String(value))
    const response = await (this.#options.fetch ?? fetch)(url, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.#options.key !== undefined && { authorization: \`Bearer \${this.#options.key}\` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    })
    if (!response.ok) throw new VerityError(response.status, await response.json().catch(() => null))
    return response
  }

  async #json<Result>(call: Call): Promise<Result> {
    const response = await this.#send(call)
    return (response.status === 204 ? undefined : await response.json()) as Result
  }

  /** Data of server-sent events, one by one. */
  async *#events(call: Call): AsyncGenerator<unknown> {
    const response = await this.#send(call)
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\\n')
      rest = lines.pop() ?? ''
      for (const line of lines)
        if (line.startsWith('data: ') && line !== 'data: [DONE]') yield JSON.parse(line.slice('data: '.length))
    }
  }
${operations.map(method).join('')}}
`
if (process.argv.includes('--check')) process.exitCode = readFileSync(FILE, 'utf8') === text ? 0 : 1
else writeFileSync(FILE, text)

function method({ path, method: verb, operation }: (typeof operations)[number]): string {
  const parameters = operation.parameters ?? []
  const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name)
  const inQuery = parameters.filter((one) => one.in === 'query').map(({ name }) => name)
  const body = operation.requestBody?.content['application/json']?.schema
  const done = operation.responses['200']?.content ?? {}
  const result = done['application/json']?.schema
  const isStream = result === undefined && 'text/event-stream' in done
  const fields = [
    ...inPath.map((name) => `readonly ${name}: string`),
    ...inQuery.map((name) => `readonly ${quoted(name)}?: string | number | boolean`),
    ...(body === undefined ? [] : [`readonly body: ${typeOf(body, 0)}`]),
    'readonly signal?: AbortSignal',
  ]
  const isOptional = inPath.length === 0 && body === undefined
  const given = `given: { ${fields.join('; ')} }${isOptional ? ' = {}' : ''}`
  const call = [
    `method: '${verb.toUpperCase()}'`,
    `path: ${inPath.length === 0 ? `'${path}'` : `\`${path.replace(/\{(\w+)\}/g, (_, name) => `\${encodeURIComponent(given.${name})}`)}\``}`,
    ...(inQuery.length === 0
      ? []
      : [
          `query: { ${inQuery.map((name) => `${quoted(name)}: given[${JSON.stringify(name)}]`).join(', ')} }`,
        ]),
    ...(body === undefined ? [] : ['body: given.body']),
    '...(given.signal !== undefined && { signal: given.signal })',
  ].join(', ')
  const name = nameOf(verb, path)
  const plain = isStream
    ? `  ${name}(${given}): AsyncGenerator<unknown> {\n    return this.#events({ ${call} })\n  }\n`
    : `  ${name}(${given}): Promise<${result === undefined ? 'void' : typeOf(result, 0)}> {\n    return this.#json({ ${call} })\n  }\n`
  const streamed =
    'text/event-stream' in done && !isStream
      ? `\n  /** ${operation.summary}; as it is written. */\n  ${name}Stream(${given}): AsyncGenerator<unknown> {\n    return this.#events({ ${call.replace('body: given.body', 'body: { ...given.body, stream: true }')} })\n  }\n`
      : ''
  return `\n  /** ${operation.summary}. */\n${plain}${streamed}`
}

/** `post /v1/chat/completions` is `postV1ChatCompletions`. */
function nameOf(verb: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return verb + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function typeOf(schema: Schema, depth: number): string {
  if (depth > DEPTH_MAX || schema['$ref'] !== undefined) return 'unknown'
  if ('const' in schema) return JSON.stringify(schema['const'])
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => JSON.stringify(value)).join(' | ')
  const either = (schema['anyOf'] ?? schema['oneOf']) as readonly Schema[] | undefined
  if (either !== undefined) return [...new Set(either.map((one) => typeOf(one, depth + 1)))].join(' | ')
  switch (schema['type']) {
    case 'string':
      return 'string'
    case 'number':
    case 'integer':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    case 'array':
      return `readonly (${typeOf((schema['items'] ?? {}) as Schema, depth + 1)})[]`
    case 'object':
      return objectType(schema, depth)
    default:
      return 'unknown'
  }
}

function objectType(schema: Schema, depth: number): string {
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>)
  const required = new Set((schema['required'] ?? []) as readonly string[])
  if (properties.length === 0) return 'Readonly<Record<string, unknown>>'
  const fields = properties.map(
    ([name, about]) =>
      `readonly ${quoted(name)}${required.has(name) ? '' : '?'}: ${typeOf(about, depth + 1)}`,
  )
  return `{ ${fields.join('; ')} }`
}

function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)
}
