/**
 * Merges streams that are each in order into one stream in order, holding one item of each. A stream is read on
 * only after its last item was taken, so that its producer may rely on what the consumer did with that item.
 *
 * @param key what the streams are ordered by; equal keys keep the order of the streams
 */
export function* mergeSorted<T>(
  streams: readonly Iterator<T>[],
  key: (item: T) => number,
): Generator<T, void, void> {
  const heap: Head<T>[] = []
  streams.forEach((stream, order) => {
    const first = stream.next()
    if (!first.done) push(heap, { item: first.value, key: key(first.value), order, stream })
  })
  while (heap.length > 0) {
    const head = heap[0] as Head<T>
    yield head.item
    const next = head.stream.next()
    if (next.done) replaceTop(heap, heap.pop() as Head<T>)
    else replaceTop(heap, { item: next.value, key: key(next.value), order: head.order, stream: head.stream })
  }
}

type Head<T> = {
  readonly item: T
  readonly key: number
  readonly order: number
  readonly stream: Iterator<T>
}

function before<T>(one: Head<T>, other: Head<T>): boolean {
  return one.key < other.key || (one.key === other.key && one.order < other.order)
}

function push<T>(heap: Head<T>[], head: Head<T>): void {
  heap.push(head)
  let at = heap.length - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!before(heap[at] as Head<T>, heap[parent] as Head<T>)) return
    swap(heap, at, parent)
    at = parent
  }
}

function replaceTop<T>(heap: Head<T>[], head: Head<T>): void {
  if (heap.length === 0) return
  heap[0] = head
  let at = 0
  for (;;) {
    const left = 2 * at + 1
    let least = at
    if (left < heap.length && before(heap[left] as Head<T>, heap[least] as Head<T>)) least = left
    if (left + 1 < heap.length && before(heap[left + 1] as Head<T>, heap[least] as Head<T>)) least = left + 1
    if (least === at) return
    swap(heap, at, least)
    at = least
  }
}

function swap<T>(heap: T[], one: number, other: number): void {
  const kept = heap[one] as T
  heap[one] = heap[other] as T
  heap[other] = kept
}
