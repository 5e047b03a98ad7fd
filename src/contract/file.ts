import { z } from 'zod'

/** A file that a person gave with a question. Only its text is kept. Times are ISO 8601, UTC. */
export const fileSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['pdf', 'docx', 'html', 'csv', 'text']),
  size_bytes: z.int(),
  /** Of its bytes, hexadecimal. */
  sha256: z.string(),
  title: z.string().nullable(),
  /** UTF-16 code units. */
  characters: z.int(),
  /** Null where the kind has no pages. */
  pages: z.int().nullable(),
  created_at: z.string(),
})

/** The file with its text, in which citations count; `page_starts` is where each page begins in it. */
export const fileWithTextSchema = fileSchema.extend({ text: z.string(), page_starts: z.array(z.int()) })

export const fileListSchema = z.object({
  files: z.array(fileSchema),
  characters: z.int(),
  limits: z.object({
    files: z.int(),
    characters: z.int(),
    size_bytes: z.int(),
    per_question: z.int(),
  }),
})

export type FileJson = z.infer<typeof fileSchema>
export type FileListJson = z.infer<typeof fileListSchema>
export type FileWithTextJson = z.infer<typeof fileWithTextSchema>
