import { Hono } from 'hono'
import { z } from 'zod'
import { choosePassages } from '../../assistant/documents/choose-passages.ts'
import { fileDocument, pageNumberAt } from '../../assistant/documents/evidence-document.ts'
import type { ApiDependencies } from '../environment.ts'
import { readJson } from './read-json.ts'
import { requireEndpoint, type V1Environment } from './v1-environment.ts'

/** All files of a person are one collection; a file alone can be named too. */
const ALL = 'files'
const MATCHES_PER_FILE = 30
const bodySchema = z.strictObject({
  query: z.string().trim().min(1).max(4_000),
  source: z.looseObject({ collection_ids: z.array(z.string().max(200)).min(1).max(50) }),
  limit: z.int().min(1).max(100).nullish(),
  retrieval_mode: z.looseObject({ type: z.enum(['hybrid', 'keyword']) }).nullish(),
  instructions: z.string().nullish(),
})
const LIMIT_DEFAULT = 10

/** POST /v1/documents/search: passages of the caller's files, best first, by their words. */
export function documentRoutes({ ledger }: ApiDependencies): Hono<V1Environment> {
  return new Hono<V1Environment>().post('/search', async (context) => {
    const { ownerId } = requireEndpoint(context, 'documents')
    const { query, source, limit } = await readJson(context, bodySchema)
    const isAll = source.collection_ids.includes(ALL)
    const known = await ledger.files.list(ownerId)
    const wanted = isAll ? known : known.filter(({ id }) => source.collection_ids.includes(id))
    const files = await Promise.all(wanted.map(({ id }) => ledger.files.get(ownerId, id)))
    const documents = files.flatMap((file) => {
      if (file === null) return []
      const { id, name, title, text, pageStarts, kind, createdAt } = file
      return [
        fileDocument({ id, name, title, text, pageStarts, isTable: kind === 'csv', addedAt: createdAt }),
      ]
    })
    const passages = choosePassages(query, documents, {
      perDocument: MATCHES_PER_FILE,
      total: limit ?? LIMIT_DEFAULT,
    })
    const matches = passages.map(({ document, start, post, held01 }) => ({
      ...{
        file_id: document.id,
        chunk_id: `${document.id}:${start}`,
        chunk_content: post.text,
        score: held01,
      },
      ...{
        collection_ids: [ALL],
        fields: { filename: document.site },
        page_number: pageNumberAt(document, start),
      },
    }))
    return context.json({ matches })
  })
}
