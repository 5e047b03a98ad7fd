import { join } from 'node:path'
import { openArchive } from '../../src/archive/archive.ts'
import { makePage } from '../../src/domain/page.ts'
import type { Post } from '../../src/domain/post.ts'
import { openLedger } from '../../src/ledger/ledger.ts'
import { openSecretBox } from '../../src/ledger/secret-box.ts'
import { sessionSecret } from '../../src/ledger/session-secret.ts'
import { storable } from './storable.ts'

const PLACE = 'source:mastodon:token'
const TOKEN = 'token-that-nobody-may-read'

/** Fills a data directory with one of everything that people would miss. */
export async function fillDataDirectory(dataDir: string): Promise<void> {
  await fillArchive(join(dataDir, 'archive'))
  await fillLedger(dataDir)
  await sessionSecret(dataDir)
}

const PAGE = makePage({
  url: 'https://news.example/harbour',
  canonicalUrl: 'https://news.example/harbour',
  site: 'News',
  title: 'The harbour',
  byline: null,
  publishedAt: null,
  fetchedAt: Date.UTC(2026, 10, 20),
  lang: 'en',
  text: 'The harbour is closed.\n\nNobody knows why.',
  rawSha256: 'ab'.repeat(32),
  rawSizeBytes: 512,
})

async function fillArchive(dataDir: string): Promise<void> {
  await using archive = await openArchive({ kind: 'embedded', dataDir })
  const ids = Array.from({ length: 300 }, (_, n) => n)
  await archive.insertPosts(
    ids.map((n) => storable({ id: `a:${n}`, text: `lighthouse ${n}` }, { kept: n % 2 === 0 })),
  )
  await archive.insertPosts(ids.map((n) => storable({ id: `b:${n}`, text: `harbour ${n}`, likes: n })))
  await archive.deletePosts(['a:1', 'b:1', 'b:299'])
  await archive.deletePosts(['a:2'])
  await archive.insertPosts([
    storable({ id: 'a:2', text: 'lighthouse, corrected', poll: { options: [], closesAt: null } }),
  ])
  await archive.insertPages([PAGE])
}

async function fillLedger(dataDir: string): Promise<void> {
  await using ledger = await openLedger({ kind: 'sqlite', file: join(dataDir, 'ledger.sqlite') })
  const { id } = await ledger.people.ensureOwner()
  const { file } = await ledger.files.add(id, {
    ...{ name: 'harbour.pdf', kind: 'pdf', sizeBytes: 1_000, sha256: 'cd'.repeat(32), title: null },
    ...{ text: 'The harbour is closed for repairs.', pageStarts: [0] },
  })
  await ledger.chats.ask(id, { chatId: null, question: 'Why is the harbour closed?', fileIds: [file.id] })
  const box = await openSecretBox(dataDir, null)
  await ledger.sources.add({
    kind: 'mastodon',
    title: 'Mastodon',
    config: { instance: 'mastodon.example' },
    secrets: { token: box.seal(TOKEN, PLACE) },
  })
  await ledger.importMarks.set('posts.ndjson', { position: 4_096, state: { stored: 7 } })
}

/** All of it, to be compared. */
export async function readDataDirectory(dataDir: string) {
  return { ...(await readArchive(join(dataDir, 'archive'))), ...(await readLedger(dataDir)) }
}

async function readArchive(dataDir: string) {
  await using archive = await openArchive({ kind: 'embedded', dataDir })
  const posts: Post[] = []
  for await (const post of archive.exportPosts()) posts.push(post)
  const rows = await archive.query(
    'SELECT id, received_at, kept, terms, term_count FROM posts ORDER BY id, received_at',
  )
  const { posts: count } = await archive.stats()
  return {
    ...{ posts, rows, count },
    pages: await archive.pagesOfUrl(PAGE.url),
    found: await archive.query<{ id: string }>(
      "SELECT id FROM posts WHERE hasAllTokens(terms, ['harbour', '7'])",
    ),
    analysis: await archive.analysisVersion(),
  }
}

async function readLedger(dataDir: string) {
  await using ledger = await openLedger({ kind: 'sqlite', file: join(dataDir, 'ledger.sqlite') })
  const { id } = await ledger.people.ensureOwner()
  const chats = await ledger.chats.list(id)
  const sources = await ledger.sources.list()
  const box = await openSecretBox(dataDir, null)
  return {
    ...{ chats, sources },
    messages: await ledger.chats.messages(id, chats[0]?.id ?? ''),
    files: await ledger.files.ofChat(id, chats[0]?.id ?? ''),
    token: box.open(sources[0]?.secrets['token'] ?? '', PLACE),
    mark: await ledger.importMarks.get('posts.ndjson'),
    session: await sessionSecret(dataDir),
  }
}
