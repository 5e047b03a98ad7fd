/** What one step decided about one item. Nothing is lost without a reason. */
export type Outcome<T, ParkReason extends string = string> =
  | { readonly kind: 'keep'; readonly value: T }
  | { readonly kind: 'park'; readonly reason: ParkReason; readonly cause: unknown }

export function keep<T>(value: T): { kind: 'keep'; value: T } {
  return { kind: 'keep', value }
}

export function park<Reason extends string>(
  reason: Reason,
  cause: unknown,
): { kind: 'park'; reason: Reason; cause: unknown } {
  return { kind: 'park', reason, cause }
}
