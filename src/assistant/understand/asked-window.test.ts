import { describe, expect, it } from 'vitest'
import { askedWindow } from './asked-window.ts'

/** A Wednesday. */
const NOW = Date.UTC(2026, 2, 4, 12)
const day = (month: number, date: number) => Date.UTC(2026, month, date)

describe('askedWindow', () => {
  it.each([
    ['since Tuesday', day(2, 3), NOW + 86_400_000],
    ['depuis mardi', day(2, 3), NOW + 86_400_000],
    ['hier soir', day(2, 3), day(2, 4)],
    ['last week', day(1, 23), day(2, 2)],
    ['la semaine dernière', day(1, 23), day(2, 2)],
    ['in January', day(0, 1), day(1, 1)],
    ['en février', day(1, 1), day(2, 1)],
  ])('reads %j', (words, from, to) => {
    expect(askedWindow(`What happened in Lorville ${words}?`, NOW)).toEqual({ from, to })
  })

  it('takes a month that has not begun for the one of last year', () => {
    expect(askedWindow('What happened in December?', NOW)?.from).toBe(Date.UTC(2025, 11, 1))
  })

  it('says nothing where the question names no time', () => {
    expect(askedWindow('What happened in Lorville?', NOW)).toBeNull()
  })
})
