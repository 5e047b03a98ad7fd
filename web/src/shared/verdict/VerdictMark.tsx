import type { ClaimCheckJson } from '../../../../src/contract/check.ts'

/** A verdict as a shape, beside the words that say it: full, crossed, halved, dashed. Colour never stands alone. */
export function VerdictMark({ label }: { label: ClaimCheckJson['label'] }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" fill="none" strokeWidth="1.75">
      {SHAPES[label]}
    </svg>
  )
}

const SHAPES = {
  supported: (
    <>
      <circle cx="7" cy="7" r="6" fill="var(--for)" />
      <path d="M4 7.2l2.1 2.1L10 5.2" stroke="var(--paper)" />
    </>
  ),
  refuted: (
    <>
      <circle cx="7" cy="7" r="6" fill="var(--against)" />
      <path d="M4.8 4.8l4.4 4.4M9.2 4.8L4.8 9.2" stroke="var(--paper)" />
    </>
  ),
  conflicting: (
    <>
      <circle cx="7" cy="7" r="5.4" stroke="var(--mixed)" />
      <path d="M7 1.6a5.4 5.4 0 0 1 0 10.8z" fill="var(--mixed)" />
    </>
  ),
  not_enough: <circle cx="7" cy="7" r="5.4" stroke="var(--ink-2)" strokeDasharray="2.4 1.8" />,
} as const satisfies Record<ClaimCheckJson['label'], unknown>
