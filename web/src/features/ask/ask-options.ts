import type { z } from 'zod'
import type { ChosenSourcesJson, chosenSourcesSchema } from '../../../../src/contract/chat.ts'
import { createStore } from '../../shared/store.ts'

export type SourceKind = NonNullable<z.infer<typeof chosenSourcesSchema>['kinds']>[number]
export const SOURCE_KINDS = ['posts', 'web', 'files'] as const satisfies readonly SourceKind[]

/** How far back an answer may look; `any` is no limit. */
export const PERIODS = ['any', 'day', 'week', 'month'] as const
export type Period = (typeof PERIODS)[number]

const DAY_MS = 86_400_000
const PERIOD_MS = { any: null, day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS } as const

/** How the next questions are asked; stays while the page is open, from one chat to the next. */
export type AskOptions = {
  readonly isDeep: boolean
  readonly kinds: readonly SourceKind[]
  /** One network, or null for all. */
  readonly network: string | null
  readonly period: Period
}

export const DEFAULT_OPTIONS: AskOptions = {
  isDeep: false,
  kinds: SOURCE_KINDS,
  network: null,
  period: 'any',
}
export const askOptions = createStore<AskOptions>(DEFAULT_OPTIONS)

export function changeOptions(change: Partial<AskOptions>): void {
  askOptions.set({ ...askOptions.getSnapshot(), ...change })
}

/** Switches a kind on or off; the last one stays on, because an answer needs something to rest on. */
export function toggleKind(kinds: readonly SourceKind[], kind: SourceKind): readonly SourceKind[] {
  const next = SOURCE_KINDS.filter((known) =>
    known === kind ? !kinds.includes(kind) : kinds.includes(known),
  )
  return next.length === 0 ? kinds : next
}

export function isNarrowed({ kinds, network, period }: AskOptions): boolean {
  return kinds.length < SOURCE_KINDS.length || network !== null || period !== 'any'
}

/** What of the options goes along with a question; nothing where nothing was chosen. */
export function optionsBody(
  options: AskOptions,
  now: number,
): { depth?: 'deep'; sources?: ChosenSourcesJson } {
  const { isDeep, kinds, network, period } = options
  const lengthMs = PERIOD_MS[period]
  const sources: ChosenSourcesJson = {
    ...(kinds.length < SOURCE_KINDS.length && { kinds: [...kinds] }),
    ...(network !== null && { networks: [network] }),
    ...(lengthMs !== null && { from: new Date(now - lengthMs).toISOString() }),
  }
  return { ...(isDeep && { depth: 'deep' as const }), ...(isNarrowed(options) && { sources }) }
}
