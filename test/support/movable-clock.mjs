import { readFileSync } from 'node:fs'

/**
 * Loaded before a program (`node --import`), it moves the program's clock by as many milliseconds as stand in the file that
 * MOVABLE_CLOCK names, in all its threads, while it runs.
 */
const file = process.env['MOVABLE_CLOCK'] ?? ''
const RealDate = Date
const READ_EVERY_MS = 200
let offsetMs = 0
let readAt = Number.NEGATIVE_INFINITY

function now() {
  const real = RealDate.now()
  if (real - readAt >= READ_EVERY_MS) {
    readAt = real
    try {
      offsetMs = Number(readFileSync(file, 'utf8'))
    } catch {
      // Not moved yet.
    }
  }
  return real + offsetMs
}

globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given))
  }

  static now() {
    return now()
  }
}
