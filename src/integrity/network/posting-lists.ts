type PostingList = { rows: number[]; head: number }

/** A list is cut when so many of its entries have expired and they are more than half. */
const EXPIRED_MIN = 64

/** For each word the rows that have it, oldest first. Rows that fell out of the window are forgotten while visiting. */
export class PostingLists {
  readonly #lists: (PostingList | undefined)[]

  constructor(wordCount: number) {
    this.#lists = new Array(wordCount)
  }

  add(word: number, row: number): void {
    const list = this.#lists[word]
    if (list === undefined) this.#lists[word] = { rows: [row], head: 0 }
    else list.rows.push(row)
  }

  /** @param oldest the earliest time that counts; never decreases from call to call */
  visit(word: number, oldest: number, times: Float64Array, meet: (row: number) => void): void {
    const list = this.#lists[word]
    if (list === undefined) return
    while (list.head < list.rows.length && (times[list.rows[list.head] as number] as number) < oldest)
      list.head += 1
    if (list.head > EXPIRED_MIN && list.head * 2 > list.rows.length) {
      list.rows = list.rows.slice(list.head)
      list.head = 0
    }
    for (let at = list.head; at < list.rows.length; at++) meet(list.rows[at] as number)
  }
}
