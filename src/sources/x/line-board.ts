import type { LineState } from '../source.ts'
import type { Missed } from './fill-gap.ts'

/**
 * What people are told about one or two connections to the same stream: it is connected as long as one of them is,
 * and unreachable when none is and none is being opened.
 */
export class LineBoard {
  readonly #endpoint: string
  readonly #onLine: (state: LineState) => void
  readonly #states: LineState['kind'][]
  #told: LineState['kind'] | null = null

  constructor(endpoint: string, connections: number, onLine: (state: LineState) => void) {
    this.#endpoint = endpoint
    this.#onLine = onLine
    this.#states = new Array<LineState['kind']>(connections).fill('connecting')
  }

  get isConnected(): boolean {
    return this.#states.includes('connected')
  }

  connecting(line: number): void {
    this.#states[line] = 'connecting'
    if (this.isConnected || this.#told === 'connecting') return
    this.#tell({ kind: 'connecting', endpoint: this.#endpoint })
  }

  /** @returns whether no other line is open: what was said meanwhile may be missing */
  opened(line: number): boolean {
    const isFirst = !this.isConnected
    this.#states[line] = 'connected'
    if (isFirst) this.#tell({ kind: 'connected', endpoint: this.#endpoint, missed: null })
    return isFirst
  }

  unreachable(line: number, error: string, retryAt: number): void {
    this.#states[line] = 'unreachable'
    if (this.#states.some((state) => state !== 'unreachable')) return
    this.#tell({ kind: 'unreachable', endpoint: this.#endpoint, error, retryAt })
  }

  missed(missed: Missed): void {
    if (this.isConnected) this.#tell({ kind: 'connected', endpoint: this.#endpoint, missed })
  }

  #tell(state: LineState): void {
    this.#told = state.kind
    this.#onLine(state)
  }
}
