import type { Selectable, Transaction } from 'kysely'
import { AppError } from '../domain/errors.ts'
import { type AttachedFile, attachFiles, filesOfChatAlone } from './files.ts'
import { type Run, type RunRow, toRun } from './run.ts'
import type { WorkStore } from './store.ts'
import type { Tables } from './tables.ts'

export type Chat = {
  readonly id: string
  readonly title: string
  /** UTC milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
}

export type Message =
  | {
      readonly id: string
      readonly role: 'user'
      readonly text: string
      /** Files that it was asked with, in order. */
      readonly files: readonly AttachedFile[]
      readonly createdAt: number
    }
  /** What it says is the answer of its run. */
  | { readonly id: string; readonly role: 'assistant'; readonly run: Run; readonly createdAt: number }

/** A question that was written down: `messageId` is the assistant message that its run will fill. */
export type AskStarted = { readonly chatId: string; readonly messageId: string; readonly runId: string }

const TITLE_LENGTH_MAX = 120
const MESSAGES_MAX = 1_000
const CHATS_MAX = 10_000
const LIST_MAX = 200

/** Chats and their messages. Every method sees only the chats of the owner it is given. */
export class Chats {
  readonly #store: WorkStore

  constructor(store: WorkStore) {
    this.#store = store
  }

  /** Last changed first. @param limit at most 200 */
  async list(ownerId: string, limit = LIST_MAX): Promise<Chat[]> {
    const query = this.#store.db.selectFrom('chats').selectAll().where('owner_id', '=', ownerId)
    const rows = await query
      .orderBy('updated_at', 'desc')
      .orderBy('id')
      .limit(Math.min(limit, LIST_MAX))
      .execute()
    return rows.map(toChat)
  }

  /** @returns null when there is no such chat, or it is somebody else's */
  async get(ownerId: string, chatId: string): Promise<Chat | null> {
    const query = this.#store.db.selectFrom('chats').selectAll().where('owner_id', '=', ownerId)
    const row = await query.where('id', '=', chatId).executeTakeFirst()
    return row === undefined ? null : toChat(row)
  }

  /** Oldest first; empty when there is no such chat, or it is somebody else's. */
  async messages(ownerId: string, chatId: string): Promise<Message[]> {
    if ((await this.get(ownerId, chatId)) === null) return []
    const { db } = this.#store
    const messages = await db
      .selectFrom('messages')
      .selectAll()
      .where('chat_id', '=', chatId)
      .orderBy('position')
      .execute()
    const runs = await db.selectFrom('runs').selectAll().where('chat_id', '=', chatId).execute()
    const runOf = new Map(runs.map((run) => [run.message_id, run]))
    const filesOf = await this.#filesOfMessages(chatId)
    return messages.flatMap((message) =>
      toMessage(message, runOf.get(message.id), filesOf.get(message.id) ?? []),
    )
  }

  /**
   * Writes a question down and begins its run in this process, in one transaction; end the run with
   * `runs.finish`, whatever happens.
   *
   * @param chatId null starts a new chat, named after the question
   * @throws {AppError} not_found when the chat or a file is not the owner's, over_limit when it is full
   */
  async ask(
    ownerId: string,
    request: { chatId: string | null; question: string; fileIds?: readonly string[] },
  ): Promise<AskStarted> {
    const runId = this.#store.newId()
    return this.#store.workers.begin(runId, () =>
      this.#store.db.transaction().execute(async (transaction) => {
        const chatId = request.chatId ?? (await this.#create(transaction, ownerId, request.question))
        const position = await this.#nextPosition(transaction, ownerId, chatId)
        const messageId = this.#store.newId()
        const written = { chatId, runId, position, questionId: messageId, question: request.question }
        const started = await this.#write(transaction, written)
        await attachFiles(transaction, { ownerId, messageId, fileIds: request.fileIds ?? [] })
        return started
      }),
    )
  }

  /** @returns false when there is no such chat, or it is somebody else's */
  async rename(ownerId: string, chatId: string, title: string): Promise<boolean> {
    const query = this.#store.db.updateTable('chats').set({ title: shorten(title) })
    const { numUpdatedRows } = await query
      .where('owner_id', '=', ownerId)
      .where('id', '=', chatId)
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }

  /**
   * Deletes the chat with everything in it, and with the files that no other chat asked about.
   *
   * @returns false when there is no such chat, or it is somebody else's
   */
  async delete(ownerId: string, chatId: string): Promise<boolean> {
    return this.#store.db.transaction().execute(async (transaction) => {
      const files = await filesOfChatAlone(transaction, ownerId, chatId)
      const query = transaction.deleteFrom('chats').where('owner_id', '=', ownerId).where('id', '=', chatId)
      const isDeleted = (await query.executeTakeFirst()).numDeletedRows > 0n
      if (isDeleted && files.length > 0)
        await transaction
          .deleteFrom('files')
          .where('owner_id', '=', ownerId)
          .where('id', 'in', files)
          .execute()
      return isDeleted
    })
  }

  async #filesOfMessages(chatId: string): Promise<ReadonlyMap<string, readonly AttachedFile[]>> {
    const rows = await this.#store.db
      .selectFrom('message_files')
      .innerJoin('messages', 'messages.id', 'message_files.message_id')
      .select(['message_files.message_id', 'message_files.file_id', 'message_files.name'])
      .where('messages.chat_id', '=', chatId)
      .orderBy('message_files.position')
      .execute()
    const files = new Map<string, AttachedFile[]>()
    for (const { message_id, file_id, name } of rows)
      files.set(message_id, [...(files.get(message_id) ?? []), { id: file_id, name }])
    return files
  }

  async #create(transaction: Transaction<Tables>, ownerId: string, question: string): Promise<string> {
    const counting = transaction
      .selectFrom('chats')
      .select((select) => select.fn.countAll<number>().as('count'))
    const { count } = await counting.where('owner_id', '=', ownerId).executeTakeFirstOrThrow()
    if (Number(count) >= CHATS_MAX) {
      throw new AppError(
        'over_limit',
        `You have ${CHATS_MAX} chats. Delete some before you start another one.`,
      )
    }
    const id = this.#store.newId()
    const now = this.#store.clock()
    const chat = { id, owner_id: ownerId, title: shorten(question), created_at: now, updated_at: now }
    await transaction.insertInto('chats').values(chat).execute()
    return id
  }

  async #nextPosition(transaction: Transaction<Tables>, ownerId: string, chatId: string): Promise<number> {
    // The update also locks the chat's row, so that two questions at once get different positions.
    const touch = transaction.updateTable('chats').set({ updated_at: this.#store.clock() })
    const { numUpdatedRows } = await touch
      .where('owner_id', '=', ownerId)
      .where('id', '=', chatId)
      .executeTakeFirst()
    if (numUpdatedRows === 0n)
      throw new AppError('not_found', 'There is no such chat. It may have been deleted.')
    const latest = transaction
      .selectFrom('messages')
      .select((select) => select.fn.max('position').as('position'))
    const position = ((await latest.where('chat_id', '=', chatId).executeTakeFirst())?.position ?? 0) + 1
    if (position < MESSAGES_MAX) return position
    throw new AppError('over_limit', `This chat has reached ${MESSAGES_MAX} messages. Start a new chat.`)
  }

  async #write(
    transaction: Transaction<Tables>,
    {
      chatId,
      runId,
      position,
      questionId,
      question,
    }: { chatId: string; runId: string; position: number; questionId: string; question: string },
  ): Promise<AskStarted> {
    const now = this.#store.clock()
    const messageId = this.#store.newId()
    const common = { chat_id: chatId, created_at: now }
    await transaction
      .insertInto('messages')
      .values([
        { ...common, id: questionId, position, role: 'user', text: question },
        { ...common, id: messageId, position: position + 1, role: 'assistant', text: '' },
      ])
      .execute()
    await transaction
      .insertInto('runs')
      .values({
        id: runId,
        chat_id: chatId,
        message_id: messageId,
        state: 'running',
        worker: this.#store.workers.selfId,
        stop_requested: 0,
        started_at: now,
      })
      .execute()
    return { chatId, messageId, runId }
  }
}

function toChat(row: { id: string; title: string; created_at: number; updated_at: number }): Chat {
  return { id: row.id, title: row.title, createdAt: row.created_at, updatedAt: row.updated_at }
}

function toMessage(
  row: Selectable<Tables['messages']>,
  run: RunRow | undefined,
  files: readonly AttachedFile[],
): Message[] {
  const { id, created_at: createdAt } = row
  if (row.role === 'user') return [{ id, role: 'user', text: row.text, files, createdAt }]
  if (run === undefined) return []
  return [{ id, role: 'assistant', run: toRun(run), createdAt }]
}

/** The first line, cut at a whole word where one ends soon enough. */
function shorten(text: string): string {
  const line = (text.trim().split('\n', 1)[0] ?? '').trim().replaceAll(/\s+/g, ' ')
  if (line.length <= TITLE_LENGTH_MAX) return line
  const cut = line.slice(0, TITLE_LENGTH_MAX).toWellFormed()
  const end = cut.lastIndexOf(' ')
  return `${end > TITLE_LENGTH_MAX / 2 ? cut.slice(0, end) : cut.replace(/\uFFFD$/, '')}…`
}
