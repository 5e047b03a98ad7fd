import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JokeInput } from '../src/trends/satire/joke-features.ts'

export type SatireRow = JokeInput & {
  readonly id: string
  readonly lang: 'en' | 'fr'
  readonly isJoke: boolean
}

/** Posts of `evals/satire-set`; what the halves are for is said there. */
export async function readSatire(half: 'development' | 'held-back'): Promise<SatireRow[]> {
  const text = await readFile(join(import.meta.dirname, 'satire-set', `${half}.jsonl`), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { id, lang, text: said, author, author_name, replies, label } = JSON.parse(line)
      return { id, lang, text: said, author, authorName: author_name, replies, isJoke: label === 'joke' }
    })
}
