import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const CANDIDATES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Where a Chromium is, or null: the browser tests are then skipped, and say so. */
export const chromiumPath: string | null =
  CANDIDATES.find((path) => path !== undefined && existsSync(path)) ?? null

if (chromiumPath === null) {
  console.warn('Browser tests are skipped: no Chromium found. Install one, or set CHROMIUM to its path.')
}

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath ?? '', args: QUIET })
}

export type Visit = {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
  readonly locale?: 'en-GB' | 'fr-FR'
}

export type Visitor = AsyncDisposable & {
  readonly page: Page
  readonly context: BrowserContext
  readonly troubles: string[]
}

/** A fresh browser profile with one page; `troubles` collects uncaught errors and breaches of the content policy. */
export async function visit(
  browser: Browser,
  { width = 1440, height = 900, theme = 'light', locale = 'en-GB' }: Visit = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  // Against hanging: a busy machine may take ten times as long as a quiet one.
  page.setDefaultTimeout(60_000)
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) troubles.push(message.text())
  })
  return { page, context, troubles, [Symbol.asyncDispose]: () => context.close() }
}
