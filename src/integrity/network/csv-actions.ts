import { AppError } from '../../domain/errors.ts'
import { parseIsoTime } from '../../lib/iso-time.ts'
import { csvRecords } from '../../sources/files/csv-records.ts'
import type { ActionList } from './actions.ts'

/** Names of the columns that hold an action. */
export type ActionColumns = {
  readonly object: string
  readonly account: string
  readonly content: string
  readonly time: string
}

export const ACTION_COLUMNS: ActionColumns = {
  object: 'object_id',
  account: 'account_id',
  content: 'content_id',
  time: 'timestamp_share',
}

const NEWLINE = 10
const RETURN = 13
const QUOTE = 34
const COMMA = 44
const DIGIT_ZERO = 48
/** Digits that fit into a safe integer. */
const DIGITS_MAX = 15

/** Places of the columns in a row. */
type Places = { readonly [Column in keyof ActionColumns]: number }

/**
 * Reads actions from the records of a CSV. Blocks without a quote, which is nearly all there are, are read byte by byte and no
 * string is made; the others go through the full reader.
 */
export class CsvActions {
  readonly #path: string
  readonly #columns: ActionColumns
  readonly #list: ActionList
  #places: Places | null = null
  readonly leftOut: Record<string, number> = {}

  constructor(input: { readonly path: string; readonly columns: ActionColumns }, list: ActionList) {
    this.#path = input.path
    this.#columns = input.columns
    this.#list = list
  }

  /** @param block whole records; the first one of all is the header */
  read(block: Uint8Array): void {
    const start = this.#places === null ? this.#readHeader(block) : 0
    const places = this.#places as unknown as Places
    const records = block.subarray(start)
    if (records.includes(QUOTE)) this.#readText(records, places)
    else this.#readBytes(records, places)
  }

  /** Returns where the header ends. */
  #readHeader(block: Uint8Array): number {
    const newline = block.indexOf(NEWLINE)
    const end = newline < 0 ? block.length : newline + 1
    const header = new TextDecoder().decode(block.subarray(0, end))
    const fields: readonly string[] = csvRecords(header, ',').next().value?.fields ?? []
    const placeOf = (column: keyof ActionColumns) => {
      const place = fields.findIndex((field) => field.trim() === this.#columns[column])
      if (place < 0) throw this.#noColumn(this.#columns[column], fields)
      return place
    }
    this.#places = {
      object: placeOf('object'),
      account: placeOf('account'),
      content: placeOf('content'),
      time: placeOf('time'),
    }
    return end
  }

  #noColumn(name: string, fields: readonly string[]): AppError {
    const there = fields.length === 0 ? 'it is empty' : `its columns are ${fields.join(', ')}`
    return new AppError(
      'invalid_input',
      `${this.#path} has no column ${name}; ${there}. Name others with --columns object=…,account=…,content=…,time=….`,
    )
  }

  #readBytes(block: Uint8Array, places: Places): void {
    const last = Math.max(places.object, places.account, places.content, places.time)
    /** Where each field starts; the entry after it is where the next one does. */
    const starts = new Uint32Array(last + 2)
    for (let at = 0; at < block.length; ) {
      let field = 0
      starts[0] = at
      for (; at < block.length && block[at] !== NEWLINE; at++) {
        if (block[at] === COMMA && field <= last) starts[++field] = at + 1
      }
      const end = block[at - 1] === RETURN ? at - 1 : at
      if (field <= last) starts[++field] = end + 1
      if (end > (starts[0] as number))
        this.#count(field > last ? this.#addBytes(block, starts, places) : 'wrong_row')
      at += 1
    }
  }

  /** Returns why the row was left out, or null; so do the other two. */
  #addBytes(block: Uint8Array, starts: Uint32Array, places: Places): string | null {
    const start = (place: number) => starts[place] as number
    const end = (place: number) => (starts[place + 1] as number) - 1
    const { object, account, content, time } = places
    if (start(object) === end(object)) return 'no_object'
    const seconds = secondsOf(block, start(time), end(time))
    if (seconds === null) return 'no_time'
    const { itemNames, accountNames } = this.#list
    return this.#add(
      itemNames.intern(block, start(object), end(object)),
      accountNames.intern(block, start(account), end(account)),
      itemNames.intern(block, start(content), end(content)),
      seconds,
    )
  }

  #readText(block: Uint8Array, places: Places): void {
    for (const { fields } of csvRecords(new TextDecoder().decode(block), ',')) {
      const object = fields?.[places.object]
      const account = fields?.[places.account]
      const content = fields?.[places.content]
      const time = fields?.[places.time]
      if (object === undefined || account === undefined || content === undefined || time === undefined)
        this.#count('wrong_row')
      else this.#count(this.#addText({ object, account, content, time }))
    }
  }

  #addText({ object, account, content, time }: ActionColumns): string | null {
    if (object === '') return 'no_object'
    const seconds = secondsOfText(time)
    if (seconds === null) return 'no_time'
    const { itemNames, accountNames } = this.#list
    const item = itemNames.internText(object)
    return this.#add(item, accountNames.internText(account), itemNames.internText(content), seconds)
  }

  #add(object: number, account: number, content: number, seconds: number): string | null {
    if (!this.#list.wantsContent(content)) return 'repeated'
    this.#list.add(object, account, content, seconds)
    return null
  }

  #count(reason: string | null): void {
    if (reason !== null) this.leftOut[reason] = (this.leftOut[reason] ?? 0) + 1
  }
}

/** Digits are read here; everything else is rare enough for a string. */
function secondsOf(block: Uint8Array, start: number, end: number): number | null {
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = (block[at] as number) - DIGIT_ZERO
    if (digit < 0 || digit > 9 || end - start > DIGITS_MAX)
      return secondsOfText(new TextDecoder().decode(block.subarray(start, end)))
    value = value * 10 + digit
  }
  return start === end ? null : value
}

/** Unix seconds, also with a fraction, or an ISO 8601 time. */
function secondsOfText(text: string): number | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const value = Number(trimmed)
  if (Number.isFinite(value)) return value
  const time = parseIsoTime(trimmed)
  return time === null ? null : time / 1_000
}
