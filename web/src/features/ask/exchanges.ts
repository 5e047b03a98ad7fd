import type { ChatWithMessagesJson, MessageJson } from '../../../../src/contract/chat.ts'
import { answerBlocks } from './answer-blocks.ts'
import { INITIAL_RUN, type RunState } from './run-state.ts'

export type AssistantMessage = Extract<MessageJson, { role: 'assistant' }>
type UserMessage = Extract<MessageJson, { role: 'user' }>
export type Exchange = {
  readonly id: string
  readonly question: string
  /** Files that it was asked with. */
  readonly files: UserMessage['files']
  readonly reply: AssistantMessage | null
}

/** A chat as questions with their answers, oldest first. */
export function exchangesOf(chat: ChatWithMessagesJson): Exchange[] {
  const exchanges: Exchange[] = []
  for (const message of chat.messages) {
    if (message.role === 'user') {
      exchanges.push({ id: message.id, question: message.text, files: message.files, reply: null })
    } else {
      const asked = exchanges.pop()
      exchanges.push({
        ...{ id: message.id, question: asked?.question ?? '', files: asked?.files ?? [] },
        reply: message,
      })
    }
  }
  return exchanges
}

/** A stored answer in the shape of a run, so that both are shown by the same component. */
export function stateOfReply({ run, answer }: AssistantMessage): RunState {
  const base: RunState = { ...INITIAL_RUN, phase: run.state, error: run.error }
  return answer ? { ...base, answer, blocks: answerBlocks(answer), citations: answer.citations } : base
}
