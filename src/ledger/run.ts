import type { Answer } from '../domain/answer.ts'
import { parseStored } from './stored-json.ts'
import type { WorkError } from './work-error.ts'

export type RunState = 'running' | 'done' | 'stopped' | 'failed'

/** One attempt to answer a question. */
export type Run = {
  readonly id: string
  readonly chatId: string
  readonly messageId: string
  readonly state: RunState
  /** Null while running, and when it ended before there was an answer. */
  readonly answer: Answer | null
  readonly error: WorkError | null
  readonly stopRequested: boolean
  /** UTC milliseconds. */
  readonly startedAt: number
  readonly endedAt: number | null
}

export type RunRow = {
  id: string
  chat_id: string
  message_id: string
  state: string
  answer: string | null
  error_code: string | null
  error_message: string | null
  stop_requested: number
  started_at: number
  ended_at: number | null
}

export function toRun(row: RunRow): Run {
  return {
    id: row.id,
    chatId: row.chat_id,
    messageId: row.message_id,
    state: row.state as RunState,
    answer: row.answer === null ? null : parseStored(row.answer),
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
    stopRequested: row.stop_requested === 1,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  }
}
