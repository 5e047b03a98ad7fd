import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockOptions, startMockServer } from '../../web/dev/mock-server.ts'
import { ensureWebIsBuilt } from './built-web.ts'
import { chromiumPath, launchChromium, visit } from './chromium.ts'
import { seriousFindings, sidewaysScroll } from './look.ts'

type Screen = {
  readonly mock?: MockOptions
  readonly path: string
  readonly ready: (page: Page) => Promise<unknown>
}

const CLIMATE = '/sources/mastodon-mastodon.example-climate'

/** The sources in the states their owner meets; each is looked at in light and dark and on the narrowest phone. */
const SCREENS: Readonly<Record<string, Screen>> = {
  'several sources': {
    mock: { sources: 'several' },
    path: '/sources',
    ready: (page) => page.getByText('No process runs it now').waitFor(),
  },
  'sources that cannot be listed': {
    mock: { sources: 'failing' },
    path: '/sources',
    ready: (page) => page.getByText('The sources could not be loaded').waitFor({ timeout: 20_000 }),
  },
  'sources that are loading': {
    mock: { sources: 'loading' },
    path: '/sources',
    ready: (page) => page.getByText('Loading').first().waitFor({ state: 'attached' }),
  },
  'the sources as a member sees them': {
    mock: { role: 'member' },
    path: '/sources',
    ready: (page) => page.getByRole('table').waitFor(),
  },
  'a source with its figures': {
    path: '/sources/bluesky',
    ready: (page) => page.getByRole('heading', { name: 'What is kept' }).waitFor(),
  },
  'a source in trouble': {
    mock: { sources: 'several' },
    path: CLIMATE,
    ready: (page) => page.getByText('getaddrinfo ENOTFOUND').first().waitFor(),
  },
  'a source that is gone': {
    path: '/sources/none',
    ready: (page) => page.getByText('no longer there').waitFor(),
  },
  'the form of a new source, tried too early': {
    path: '/sources',
    ready: async (page) => {
      await openForm(page, 'mastodon')
      await page.getByText('Keep only a part').click()
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByText('This is needed.').waitFor()
    },
  },
}

async function openForm(page: Page, kind: string) {
  await page.getByRole('button', { name: 'Add a source' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Network', { exact: true }).selectOption(kind)
  return dialog
}

async function serve(options: MockOptions = {}) {
  const server = await startMockServer(options)
  return { ...server, [Symbol.asyncDispose]: server.close }
}

describe.skipIf(chromiumPath === null)('sources in a real browser', () => {
  let browser: Browser
  beforeAll(async () => {
    await ensureWebIsBuilt()
    browser = await launchChromium()
  }, 180_000)
  afterAll(() => browser?.close())

  test.each(Object.keys(SCREENS))(
    '%s: no serious accessibility finding in light and dark, no sideways scroll at 320 px',
    async (name) => {
      const screen = SCREENS[name]
      if (!screen) throw new Error('The screen is not in the table.')
      await using server = await serve(screen.mock)
      await using visitor = await visit(browser)
      const { page, troubles } = visitor
      await page.goto(server.url + screen.path, { waitUntil: 'domcontentloaded' })
      await screen.ready(page)
      expect(await seriousFindings(page), 'light, wide').toEqual([])
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.setViewportSize({ width: 320, height: 640 })
      expect(await seriousFindings(page), 'dark, 320 px').toEqual([])
      expect(await sidewaysScroll(page), 'at 320 px').toBeLessThanOrEqual(0)
      expect(troubles).toEqual([])
    },
    30_000,
  )

  test('a source is added by keyboard with a token, a tag and a filter, and the token is not shown again', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/sources`)
    const dialog = await openForm(page, 'mastodon')
    await dialog.getByLabel(/^Instance/).fill('mastodon.example')
    expect(await dialog.getByLabel(/^Hashtag/).count()).toBe(0)
    await dialog.getByLabel('Stream', { exact: true }).selectOption('hashtag')
    await dialog.getByLabel(/^Hashtag/).fill('#climate')
    const token = dialog.getByLabel(/^Access token/)
    expect(await token.getAttribute('type')).toBe('password')
    await token.fill('sekret-token')
    await dialog.getByText('Keep only a part').click()
    await dialog.getByLabel(/^Languages/).fill('english')
    await dialog.getByText('Write codes of two or three').waitFor()
    await dialog.getByLabel(/^Languages/).fill('en, fr')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Mastodon · mastodon.example · #climate' }).waitFor()
    await page.getByText('A token is set.').waitFor()
    expect(await page.getByLabel(/^Access token/).inputValue()).toBe('')
    expect(await page.getByLabel(/^Languages/).inputValue()).toBe('en, fr')
    expect(await page.content()).not.toContain('sekret')
  })

  test('what only the server can know is said in its words, and what was typed stays', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/sources`)
    const dialog = await openForm(page, 'mastodon')
    await dialog.getByLabel(/^Instance/).fill('not an address')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await dialog.getByText('Give the address of an instance').waitFor()
    expect(await dialog.getByLabel(/^Instance/).inputValue()).toBe('not an address')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Add a source')
  })

  test('a source is paused in the list, resumed on its page and removed after a question', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/sources`)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Resume' }).waitFor()
    await page.getByRole('link', { name: 'Bluesky', exact: true }).click()
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    await page.getByRole('button', { name: 'Remove this source' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('No network is connected').waitFor()
  })

  test('a filter is changed while the figures beside it go on', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/sources/bluesky`)
    const save = page.getByRole('button', { name: 'Save filter' })
    await save.waitFor()
    expect(await save.isDisabled()).toBe(true)
    await page.getByLabel('With one of these words').fill('flood\nhigh water')
    await page.getByLabel('Share kept').fill('0')
    await page.getByText('A number above 0').waitFor()
    expect(await save.isDisabled()).toBe(true)
    await page.getByLabel('Share kept').fill('12,5')
    await save.click()
    await page.getByText('Saved').waitFor()
    await page.reload()
    expect(await page.getByLabel('With one of these words').inputValue()).toBe('flood\nhigh water')
    expect(await page.getByLabel('Share kept').inputValue()).toBe('12.5')
  })

  test('options are changed part by part, and a token is taken away', async () => {
    await using server = await serve({ sources: 'several' })
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/sources/bluesky`)
    const save = page.getByRole('button', { name: 'Save options' })
    await save.waitFor()
    expect(await save.isDisabled()).toBe(true)
    await page.getByLabel('Reposts').check()
    await save.click()
    await page.getByText('Saved').waitFor()
    await page.reload()
    await page.getByLabel('Reposts').waitFor()
    expect(await page.getByLabel('Reposts').isChecked()).toBe(true)

    await page.goto(server.url + CLIMATE)
    await page.getByText('A token is set.').waitFor()
    await page.getByLabel(/^Take the token away/).check()
    await page.getByRole('button', { name: 'Save options' }).click()
    await page.getByText('never shown again').waitFor()
    expect(await page.getByLabel(/^Take the token away/).count()).toBe(0)
  })

  test('what a source left out is shown with its reason, and what it said with its time', async () => {
    await using server = await serve()
    await using visitor = await visit(browser, { locale: 'fr-FR' })
    const { page } = visitor
    await page.goto(`${server.url}/sources/bluesky`)
    await page.getByText('Pancakes again, no regrets.').waitFor()
    await page.getByText(/^3\u202f120 autres langues$/).waitFor()
    await page.getByText('the server closed the line (1006)').waitFor()
    expect(await page.locator('main time').count()).toBeGreaterThan(3)
  })

  test('a member sees the sources and no way to change them', async () => {
    await using server = await serve({ role: 'member' })
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/sources`)
    await page.getByRole('table').waitFor()
    expect(await page.getByRole('button', { name: /Pause|Add a source/ }).count()).toBe(0)
  })
})
