import type { AnswerEventJson, AnswerJson, CitationJson } from '../../../../src/contract/answer.ts'
import { type AnswerBlock, mergeCitations, settleBlocks } from './answer-blocks.ts'

type RunPhase = 'running' | 'done' | 'failed' | 'stopped'
export type RunStep = Extract<AnswerEventJson, { type: 'step' }>

/** Everything a reader can see of a running answer. Never changed in place. */
export type RunState = {
  readonly phase: RunPhase
  /** False while the connection is lost and being opened again. */
  readonly isConnected: boolean
  readonly step: RunStep | null
  readonly blocks: readonly AnswerBlock[]
  readonly citations: readonly CitationJson[]
  readonly answer: AnswerJson | null
  readonly error: { readonly code: string; readonly message: string } | null
}

export const INITIAL_RUN: RunState = {
  phase: 'running',
  isConnected: true,
  step: null,
  blocks: [],
  citations: [],
  answer: null,
  error: null,
}

/** Pure: what one event makes of the state. After the end nothing changes any more. */
export function applyAnswerEvent(state: RunState, event: AnswerEventJson): RunState {
  if (state.phase !== 'running') return state
  switch (event.type) {
    case 'step':
      return { ...state, step: event }
    case 'sentence':
      return {
        ...state,
        blocks: [...state.blocks, { kind: 'sentence', sentence: event.sentence }],
        citations: mergeCitations(state.citations, event.citations),
      }
    case 'unsupported':
      return {
        ...state,
        blocks: [...state.blocks, { kind: 'unsupported', text: event.text, reason: event.reason }],
      }
    case 'section':
      return { ...state, blocks: [...state.blocks, { kind: 'section', title: event.title }] }
    case 'done':
      return finish(state, event.answer)
    case 'failed':
      return event.code === 'cancelled' ? stopRun(state) : failRun(state, event)
  }
}

/** The reader's stop is shown at once; what was written stays. */
export function stopRun(state: RunState): RunState {
  return state.phase === 'running' ? { ...state, phase: 'stopped', isConnected: true } : state
}

export function failRun(state: RunState, error: { code: string; message: string }): RunState {
  if (state.phase !== 'running') return state
  return { ...state, phase: 'failed', isConnected: true, error: { code: error.code, message: error.message } }
}

function finish(state: RunState, answer: AnswerJson): RunState {
  const blocks = settleBlocks(state.blocks, answer)
  return { ...state, phase: 'done', isConnected: true, blocks, citations: answer.citations, answer }
}
