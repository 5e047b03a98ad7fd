import { describe, expect, it } from 'vitest'
import { findTimes } from './times.ts'

/** Wednesday. */
const WRITTEN_AT = Date.UTC(2026, 2, 4, 15, 7)

function read(text: string): string[] {
  return findTimes(text, WRITTEN_AT).map(({ day, minute }) => {
    const date = day === null ? '-' : new Date(day).toISOString().slice(0, 10)
    return `${date} ${minute === null ? '-' : `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`}`
  })
}

describe('findTimes', () => {
  it.each([
    ['Fire broke out around 14:30 today', '2026-03-04 14:30'],
    ['at 2.30pm yesterday', '2026-03-03 14:30'],
    ['mardi soir vers 20 heures', '2026-03-03 20:00'],
    ['il y a 20 minutes', '2026-03-04 14:45'],
    ['le 3 mars à midi', '2026-03-03 12:00'],
    ['reopens on Friday', '2026-03-06 -'],
    ['half past two in the afternoon', '- 14:30'],
    ['à quatorze heures trente', '- 14:30'],
    ['un peu après six heures moins vingt', '- 5:40'],
    ['depuis huit heures vingt-cinq', '- 8:25'],
    ['12/05/2026', '2026-05-12 -'],
  ])('reads %j', (text, expected) => {
    expect(read(text)).toEqual([expected])
  })

  it('takes a length of time for no time', () => {
    expect(read('pendant 24 heures')).toEqual([])
  })

  it('leaves the day open where it is not known when a post was written', () => {
    expect(findTimes('yesterday at 10:15', null)).toMatchObject([{ day: null, minute: 615 }])
  })
})
