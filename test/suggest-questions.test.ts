import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { suggestQuestions } from '../src/assistant/suggest-questions.ts'
import { makePost } from '../src/domain/post.ts'
import { PostWriter } from '../src/ingest/post-writer.ts'

let dataDir: string
let archive: Archive

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-suggest-'))
  archive = await openArchive({ kind: 'embedded', dataDir })
})

afterAll(async () => {
  await archive.close()
  await rm(dataDir, { recursive: true, force: true })
})

it('an empty archive suggests nothing', async () => {
  expect(await suggestQuestions({ archive }, { locale: 'en' })).toEqual([])
})

it('a name that many accounts write is asked about, one that a single account repeats is not', async () => {
  const posts = Array.from({ length: 8 }, (_, n) => [
    post(`q${n}`, `account-${n}`, `Crowds gather in Quellmark tonight, part ${n} of many`),
    post(`z${n}`, 'loud-account', `Everybody look at Zorvane now, number ${n}`),
  ]).flat()
  const writer = new PostWriter({ archive, clock: () => Date.UTC(2026, 4, 1) })
  await writer.write(posts)
  const questions = await suggestQuestions({ archive }, { locale: 'en' })
  expect(questions.join(' ')).toContain('Quellmark')
  expect(questions.join(' ')).not.toContain('Zorvane')
  expect(await suggestQuestions({ archive }, { locale: 'fr' })).toContain(
    'Que se passe-t-il avec Quellmark\u202f?',
  )
})

function post(id: string, author: string, text: string) {
  return makePost({ id, author, text, createdAt: Date.UTC(2026, 4, 1), lang: 'en' })
}
