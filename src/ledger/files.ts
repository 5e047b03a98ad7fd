import type { Selectable, Transaction } from 'kysely'
import { AppError } from '../domain/errors.ts'
import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'
import type { Tables } from './tables.ts'

/** A file that a person gave, without its text. */
export type StoredFile = {
  readonly id: string
  readonly name: string
  readonly kind: 'pdf' | 'docx' | 'html' | 'csv' | 'text'
  readonly sizeBytes: number
  /** SHA-256 of its bytes, hexadecimal. The bytes themselves are not kept. */
  readonly sha256: string
  readonly title: string | null
  /** UTF-16 code units. */
  readonly textLength: number
  /** Where each page begins in the text; empty where the kind has no pages. */
  readonly pageStarts: readonly number[]
  /** UTC milliseconds. */
  readonly createdAt: number
}

export type FileWithText = StoredFile & { readonly text: string }

/** A file as a question names it; it may have been deleted since. */
export type AttachedFile = { readonly id: string; readonly name: string }

export type FileUsage = { readonly files: number; readonly textLength: number }

export const FILES_MAX = 200
/** Of all files of a person together, UTF-16 code units. */
export const FILES_TEXT_MAX = 40_000_000
export const FILES_PER_QUESTION_MAX = 10
/** A file that no question was asked about is forgotten after a day. */
const UNASKED_MS = 24 * 3_600_000

const ABOUT = [
  'id',
  'name',
  'kind',
  'size_bytes',
  'sha256',
  'title',
  'text_length',
  'page_starts',
  'created_at',
] as const

/** The text of files that people give with questions. Every method sees only the files of the owner it is given. */
export class Files {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * Keeps the text of a file; the same bytes under the same name are kept once.
   *
   * @throws {AppError} over_limit when the person has too many files, or too much text in them
   */
  async add(
    ownerId: string,
    file: Omit<FileWithText, 'id' | 'createdAt' | 'textLength'>,
  ): Promise<{ readonly file: StoredFile; readonly isNew: boolean }> {
    return this.#store.db.transaction().execute(async (transaction) => {
      const known = await transaction
        .selectFrom('files')
        .select(ABOUT)
        .where('owner_id', '=', ownerId)
        .where('sha256', '=', file.sha256)
        .where('name', '=', file.name)
        .executeTakeFirst()
      if (known !== undefined) return { file: toFile(known), isNew: false }
      assertRoom(await usageOf(transaction, ownerId), file.text.length)
      const row = {
        ...{
          id: this.#store.newId(),
          owner_id: ownerId,
          name: file.name,
          kind: file.kind,
          title: file.title,
        },
        ...{
          size_bytes: file.sizeBytes,
          sha256: file.sha256,
          text: file.text,
          text_length: file.text.length,
        },
        ...{ page_starts: JSON.stringify(file.pageStarts), created_at: this.#store.clock() },
      }
      await transaction.insertInto('files').values(row).execute()
      return { file: toFile(row), isNew: true }
    })
  }

  /** Newest first. */
  async list(ownerId: string): Promise<StoredFile[]> {
    const query = this.#store.db.selectFrom('files').select(ABOUT).where('owner_id', '=', ownerId)
    const rows = await query.orderBy('created_at', 'desc').orderBy('id').limit(FILES_MAX).execute()
    return rows.map(toFile)
  }

  usage(ownerId: string): Promise<FileUsage> {
    return usageOf(this.#store.db, ownerId)
  }

  /** @returns null when there is no such file, or it is somebody else's */
  async get(ownerId: string, id: string): Promise<FileWithText | null> {
    const query = this.#store.db
      .selectFrom('files')
      .select([...ABOUT, 'text'])
      .where('owner_id', '=', ownerId)
    const row = await query.where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : { ...toFile(row), text: row.text }
  }

  /** Files that the questions of a chat were asked with and that are still there, in that order. */
  async ofChat(ownerId: string, chatId: string): Promise<FileWithText[]> {
    const rows = await this.#store.db
      .selectFrom('message_files')
      .innerJoin('messages', 'messages.id', 'message_files.message_id')
      .innerJoin('files', 'files.id', 'message_files.file_id')
      .select(ABOUT.map((column) => `files.${column}` as const))
      .select('files.text')
      .where('messages.chat_id', '=', chatId)
      .where('files.owner_id', '=', ownerId)
      .orderBy('messages.position')
      .orderBy('message_files.position')
      .execute()
    return [...new Map(rows.map((row) => [row.id, { ...toFile(row), text: row.text }])).values()]
  }

  /** @returns false when there is no such file, or it is somebody else's */
  async delete(ownerId: string, id: string): Promise<boolean> {
    const query = this.#store.db.deleteFrom('files').where('owner_id', '=', ownerId).where('id', '=', id)
    return (await query.executeTakeFirst()).numDeletedRows > 0n
  }

  /** Deletes a file unless a question was asked with it: for one that is taken away before it is asked about. */
  async deleteUnasked(ownerId: string, id: string): Promise<void> {
    const { db } = this.#store
    await db
      .deleteFrom('files')
      .where('owner_id', '=', ownerId)
      .where('id', '=', id)
      .where('id', 'not in', db.selectFrom('message_files').select('file_id'))
      .execute()
  }

  /** Forgets files that were given a day ago and never asked about. @returns how many there were */
  async forgetUnasked(): Promise<number> {
    const { db } = this.#store
    const deleted = await db
      .deleteFrom('files')
      .where('created_at', '<', this.#store.clock() - UNASKED_MS)
      .where('id', 'not in', db.selectFrom('message_files').select('file_id'))
      // Those given through the API are kept until they expire there.
      .where('id', 'not in', db.selectFrom('api_objects').select('id').where('kind', '=', 'file'))
      .executeTakeFirst()
    return Number(deleted.numDeletedRows)
  }
}

/**
 * Notes with which files a question was asked.
 *
 * @throws {AppError} not_found when a file is not there or somebody else's, over_limit when they are too many
 */
export async function attachFiles(
  transaction: Transaction<Tables>,
  { ownerId, messageId, fileIds }: { ownerId: string; messageId: string; fileIds: readonly string[] },
): Promise<void> {
  const ids = [...new Set(fileIds)]
  if (ids.length === 0) return
  if (ids.length > FILES_PER_QUESTION_MAX)
    throw new AppError('over_limit', `A question takes ${FILES_PER_QUESTION_MAX} files at most.`)
  const rows = await transaction
    .selectFrom('files')
    .select(['id', 'name'])
    .where('owner_id', '=', ownerId)
    .where('id', 'in', ids)
    .execute()
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  if (names.size < ids.length)
    throw new AppError('not_found', 'A file of this question is not there any more. Add it again.')
  const values = ids.map((id, position) => {
    return { message_id: messageId, file_id: id, name: names.get(id) ?? '', position }
  })
  await transaction.insertInto('message_files').values(values).execute()
}

/** Files that no other chat's questions were asked with; to be deleted with the chat. */
export async function filesOfChatAlone(
  transaction: Transaction<Tables>,
  ownerId: string,
  chatId: string,
): Promise<string[]> {
  const rows = await transaction
    .selectFrom('message_files')
    .innerJoin('messages', 'messages.id', 'message_files.message_id')
    .innerJoin('files', 'files.id', 'message_files.file_id')
    .select(['message_files.file_id', 'messages.chat_id'])
    .where('files.owner_id', '=', ownerId)
    .execute()
  const elsewhere = new Set(rows.filter((row) => row.chat_id !== chatId).map((row) => row.file_id))
  const here = rows.filter((row) => row.chat_id === chatId).map((row) => row.file_id)
  return [...new Set(here)].filter((id) => !elsewhere.has(id))
}

function assertRoom(usage: FileUsage, textLength: number): void {
  if (usage.files >= FILES_MAX)
    throw new AppError('over_limit', `You have ${FILES_MAX} files. Delete some before you add another one.`)
  if (usage.textLength + textLength > FILES_TEXT_MAX)
    throw new AppError(
      'over_limit',
      'Your files hold as much text as is kept. Delete some before you add another one.',
    )
}

async function usageOf(db: Pick<Transaction<Tables>, 'selectFrom'>, ownerId: string): Promise<FileUsage> {
  const row = await db
    .selectFrom('files')
    .select((select) => [
      select.fn.countAll<number>().as('files'),
      select.fn.sum<number | null>('text_length').as('text_length'),
    ])
    .where('owner_id', '=', ownerId)
    .executeTakeFirstOrThrow()
  return { files: Number(row.files), textLength: Number(row.text_length ?? 0) }
}

function toFile(row: Pick<Selectable<Tables['files']>, (typeof ABOUT)[number]>): StoredFile {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as StoredFile['kind'],
    sizeBytes: Number(row.size_bytes),
    sha256: row.sha256,
    title: row.title,
    textLength: row.text_length,
    pageStarts: parseStored<number[]>(row.page_starts),
    createdAt: Number(row.created_at),
  }
}
