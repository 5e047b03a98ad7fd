import type { SourceJson } from '../../../../src/contract/sources.ts'

/** A source's state as a shape, beside the word that says it: full, ring, half, dots, bars, cross. Never colour alone. */
export function StateMark({ state }: { state: SourceJson['state'] }) {
  return (
    <svg
      width="10"
      height="10"
      viewBox="0 0 10 10"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    >
      {SHAPES[state]}
    </svg>
  )
}

const SHAPES = {
  connected: <circle cx="5" cy="5" r="4" fill="var(--accent)" stroke="none" />,
  connecting: (
    <path
      d="M5 1a4 4 0 0 1 0 8z M5 1a4 4 0 1 0 0 8"
      fill="var(--accent)"
      stroke="var(--accent)"
      strokeWidth="1"
    />
  ),
  unreachable: <circle cx="5" cy="5" r="3.4" stroke="var(--warn)" strokeDasharray="2 1.4" />,
  waiting: (
    <path d="M1.5 5h.01M5 5h.01M8.5 5h.01" stroke="var(--ink-2)" strokeWidth="2" strokeLinecap="round" />
  ),
  paused: <path d="M3.2 1.5v7M6.8 1.5v7" stroke="var(--ink-2)" />,
  failed: <path d="M1.6 1.6l6.8 6.8M8.4 1.6L1.6 8.4" stroke="var(--warn)" />,
} as const satisfies Record<SourceJson['state'], unknown>
