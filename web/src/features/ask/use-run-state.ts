import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { chatQuery, chatsQuery } from '../../shared/api/queries.ts'
import { type AssistantMessage, stateOfReply } from './exchanges.ts'
import type { RunState } from './run-state.ts'
import type { RunStore } from './run-store.ts'
import { followRun, knownRun } from './runs.ts'

const nothing = () => () => {}

/**
 * The state of an answer: live while it runs, afterwards as it was seen streaming, or as stored. Following the same
 * run twice is one connection, so calling this while rendering is safe.
 */
export function useRunState(
  chatId: string,
  reply: AssistantMessage,
): { state: RunState; run: RunStore | undefined } {
  const queries = useQueryClient()
  const { id, state: storedState } = reply.run
  const run = useMemo(() => {
    if (storedState !== 'running') return knownRun(id)
    return followRun(id, () => {
      void queries.invalidateQueries({ queryKey: chatQuery(chatId).queryKey })
      void queries.invalidateQueries({ queryKey: chatsQuery.queryKey, exact: true })
    })
  }, [queries, chatId, id, storedState])
  const stored = useMemo(() => stateOfReply(reply), [reply])
  const live = useSyncExternalStore(run?.subscribe ?? nothing, run?.getSnapshot ?? (() => stored))
  const lostTrack = storedState !== 'running' && live.phase === 'failed'
  return { state: lostTrack ? stored : live, run }
}
