import { expect, it } from 'vitest'
import { Random } from '../../lib/random.ts'
import { clockWords, DAY_MS, HOUR_MS, MINUTE_MS, timeAnswers, whenWords } from './times.ts'

const TUESDAY = Date.UTC(2026, 2, 3, 7, 30)

const forms = (eventAt: number, now: number, lang: 'en' | 'fr') => {
  const random = new Random('when')
  return [...new Set(Array.from({ length: 200 }, () => whenWords(eventAt, now, lang, random)))]
}

it('speaks of the same day as today and of the day before as yesterday', () => {
  expect(forms(TUESDAY, TUESDAY + 8 * HOUR_MS, 'en').join()).not.toMatch(/yesterday|Tuesday/)
  expect(forms(TUESDAY, TUESDAY + 8 * HOUR_MS, 'en')).toContain('early this morning')
  const nextDay = forms(TUESDAY, TUESDAY + DAY_MS, 'fr')
  expect(nextDay).toContain('hier matin')
  expect(nextDay.join()).not.toMatch(/ce matin/)
})

it('counts hours back only where they are nearly whole', () => {
  expect(forms(TUESDAY, TUESDAY + 2 * HOUR_MS, 'en')).toContain('two hours ago')
  expect(forms(TUESDAY, TUESDAY + 2 * HOUR_MS + 30 * MINUTE_MS, 'en').join()).not.toMatch(/hours ago/)
})

it('accepts as an answer every time of day it writes itself', () => {
  const random = new Random('clock')
  for (let minute = 0; minute < 24 * 60; minute += 5) {
    const at = Date.UTC(2026, 2, 3) + minute * MINUTE_MS
    const answers = timeAnswers(at)
    for (const lang of ['en', 'fr'] as const) expect(answers).toContain(clockWords(at, lang, random))
  }
})
