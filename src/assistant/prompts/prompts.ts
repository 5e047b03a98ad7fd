import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

export const PROMPT_NAMES = ['plan', 'judge', 'write'] as const
export type PromptName = (typeof PROMPT_NAMES)[number]

/** A prompt as it stands in its file. `{{name}}` in `text` marks what is filled in for each call. */
export type Prompt = {
  readonly name: PromptName
  readonly version: number
  readonly purpose: string
  readonly text: string
  /** Of the whole file, hexadecimal. */
  readonly sha256: string
}

const FRONT_MATTER = /^---\nname: (\w+)\nversion: (\d+)\npurpose: (.+)\n---\n([\s\S]+)$/
const PLACEHOLDER = /\{\{(\w+)\}\}/g
const loaded = new Map<PromptName, Prompt>()

/** Reads a prompt's file once. Changing a file wants a new version and an evaluation: see docs/prompts.md. */
export function loadPrompt(name: PromptName): Prompt {
  const known = loaded.get(name)
  if (known !== undefined) return known
  const file = readFileSync(new URL(`./${name}.md`, import.meta.url), 'utf8')
  const [, title, version, purpose = '', text = ''] = FRONT_MATTER.exec(file) ?? []
  if (title !== name)
    throw new Error(`The prompt ${name}.md does not begin with its name, version and purpose.`)
  const sha256 = createHash('sha256').update(file).digest('hex')
  const prompt = { name, version: Number(version), purpose, text: text.trim(), sha256 }
  loaded.set(name, prompt)
  return prompt
}

/**
 * The prompt's text with its placeholders filled. Values are ours, never text from posts or people.
 *
 * @throws {Error} when a placeholder has no value or a value no placeholder
 */
export function fillPrompt({ name, text }: Prompt, values: Readonly<Record<string, string>>): string {
  const wanted = new Set([...text.matchAll(PLACEHOLDER)].map(([, key = '']) => key))
  const wrong = [...wanted].filter((key) => !Object.hasOwn(values, key))
  wrong.push(...Object.keys(values).filter((key) => !wanted.has(key)))
  if (wrong.length > 0) throw new Error(`The prompt ${name} and its values differ in: ${wrong.join(', ')}.`)
  return text.replace(PLACEHOLDER, (_, key: string) => values[key] ?? '')
}
