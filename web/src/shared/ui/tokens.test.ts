import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

function tokensOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`)
  const block = css.slice(start, css.indexOf('}', start))
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  )
}

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

const THEMES = {
  light: tokensOf(':root'),
  'dark by system': tokensOf(':root:not([data-theme="light"])'),
  'dark by choice': tokensOf(':root[data-theme="dark"]'),
}
const TEXT_ON = [
  ...['ink', 'ink-2', 'accent', 'warn', 'for', 'against', 'mixed'].flatMap((text) => [
    [text, 'paper'],
    [text, 'paper-2'],
  ]),
  ['ink', 'mark'],
  ['ink', 'accent-soft'],
  ['accent', 'accent-soft'],
  ['accent-ink', 'accent'],
] as [string, string][]

test.each(Object.keys(THEMES) as (keyof typeof THEMES)[])('every text colour is readable: %s', (theme) => {
  const tokens = THEMES[theme]
  for (const [text, ground] of TEXT_ON) {
    expect(contrast(tokens[text] ?? '', tokens[ground] ?? ''), `${text} on ${ground}`).toBeGreaterThanOrEqual(
      4.5,
    )
  }
  expect(
    contrast(tokens['line-strong'] ?? '', tokens['paper'] ?? ''),
    'control borders',
  ).toBeGreaterThanOrEqual(3)
})

test('dark is the same, whether the system or the reader asks for it', () => {
  expect(THEMES['dark by choice']).toEqual(THEMES['dark by system'])
  expect(Object.keys(THEMES['dark by choice'])).toEqual(Object.keys(THEMES.light))
})
