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

const row = (page: Page) => page.locator('[data-row]').first().waitFor()
const field = (page: Page) => page.getByLabel('Search stored posts')

/** The search in the states a reader meets; each is looked at in light and dark and on the narrowest phone. */
const SCREENS: Readonly<Record<string, Screen>> = {
  'before anything is searched': {
    path: '/search',
    ready: (page) => page.getByRole('button', { name: 'All operators' }).click(),
  },
  'posts found, with pictures and one of them open': {
    mock: { pictures: 'on' },
    path: '/search?query=bridge&post=bluesky%3A240&mode=latest&period=week',
    ready: async (page) => {
      await row(page)
      await page.locator('aside [dir=auto]').first().waitFor()
    },
  },
  'operators that make no sense': {
    path: '/search?query=bridge%20since%3Ayesterday',
    ready: (page) => page.getByText('Read as plain words').waitFor(),
  },
  'nothing found': {
    path: '/search?query=zeppelin&source=file',
    ready: (page) => page.getByText('No stored post matches').waitFor(),
  },
  'a search that failed': {
    mock: { search: 'failing' },
    path: '/search?query=bridge',
    ready: (page) => page.getByText('The search failed').waitFor({ timeout: 20_000 }),
  },
}

async function serve(options: MockOptions = {}) {
  const server = await startMockServer(options)
  return { ...server, [Symbol.asyncDispose]: server.close }
}

describe.skipIf(chromiumPath === null)('searching in a real browser', () => {
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
      await page.goto(server.url + screen.path)
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

  test('a search is typed with completions, narrowed by chips, and stands in the address', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/now`)
    await row(page)
    await page.getByRole('link', { name: 'Search' }).click()
    await field(page).fill('pont lan')
    const chips = page.getByRole('group', { name: 'Narrow the search' })
    await chips.getByRole('button', { name: 'lang:' }).click()
    await chips.getByRole('button', { name: 'lang:fr' }).click()
    expect(await field(page).inputValue()).toBe('pont lang:fr ')
    await page.keyboard.press('Enter')
    await page.waitForURL(/query=pont\+lang%3Afr/)
    await row(page)
    await page.getByText('Latest', { exact: true }).click()
    await page.waitForURL(/mode=latest/)
    await page.getByLabel('Network').selectOption('bluesky')
    await page.waitForURL(/source=bluesky/)
    await page.getByLabel('Time').selectOption('week')
    await page.waitForURL(/period=week/)
    await row(page)
    const asked = server.requests.filter((request) => request.includes('/api/search')).at(-1) ?? ''
    expect(asked).toMatch(/mode=latest/)
    expect(asked).toMatch(/from=20\d\d-/)
    await page.goBack()
    await page.waitForURL((url) => !url.search.includes('period'))
    expect(await page.getByLabel('Time').inputValue()).toBe('')
  })

  test('results go on page by page, each post once, to their end', async () => {
    await using server = await serve({ postsPerSecond: 0.01 })
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/search?query=the`)
    await row(page)
    const counted = Number((await page.getByText('stored posts match').textContent())?.match(/\d+/)?.[0])
    expect(counted).toBeGreaterThan(80)
    expect(await page.locator('[data-row]').count()).toBe(40)
    for (let shown = 40; shown < counted; shown += 40) {
      await page.getByRole('button', { name: 'Show more' }).click()
      await expect.poll(() => page.locator('[data-row]').count()).toBe(Math.min(counted, shown + 40))
    }
    await page.getByText('That is all of them').waitFor()
    expect(server.requests.at(-1)).toMatch(/&to=20\d\d-/)
  })

  test('by keyboard: / to the field, j and k through the posts, o opens one beside them, Escape comes back', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/search?query=bridge`)
    await row(page)
    await page.keyboard.press('/')
    expect(await page.evaluate('document.activeElement.type')).toBe('search')
    await page.keyboard.press('Escape')
    for (const key of ['j', 'j', 'k', 'o']) await page.keyboard.press(key)
    await page.getByRole('heading', { name: 'Post', exact: true }).waitFor()
    expect(await page.locator('[data-row]').first().getAttribute('aria-current')).toBe('page')
    await page.keyboard.press('Escape')
    await page.getByRole('complementary').waitFor({ state: 'detached' })
    expect(await page.locator('[data-row]').count()).toBe(40)
  })

  test('a search becomes a question with its network and time, and the way back is there', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/search?query=bridge&source=bluesky&period=week`)
    await row(page)
    await page.getByRole('link', { name: 'Ask about this' }).click()
    expect(await page.getByLabel('Question').inputValue()).toBe('bridge')
    await page.getByRole('button', { name: 'Sources: chosen' }).waitFor()
    await page.getByRole('link', { name: 'Back to the search' }).click()
    await row(page)
    expect(new URL(page.url()).searchParams.get('source')).toBe('bluesky')
    await page.goBack()
    const sent = page.waitForRequest((request) => request.method() === 'POST')
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    expect((await sent).postDataJSON()).toMatchObject({
      question: 'bridge',
      sources: { networks: ['bluesky'], from: expect.any(String) },
    })
    await page.getByRole('link', { name: 'Search the posts yourself' }).click()
    await row(page)
  })

  test('pictures are shown where they are switched on; elsewhere their descriptions stand for them', async () => {
    await using shown = await serve({ pictures: 'on' })
    await using visitor = await visit(browser)
    const { page, troubles } = visitor
    await page.goto(`${shown.url}/search?query=bridge`)
    const picture = page.locator('[data-row] img').first()
    await picture.waitFor()
    expect(await picture.getAttribute('alt')).toMatch(/^Picture/)
    expect(await picture.getAttribute('src')).toMatch(/^\/api\/thumbnails\/0\//)
    expect(troubles).toEqual([])
    await using hidden = await serve({ pictures: 'off' })
    await page.goto(`${hidden.url}/search?query=bridge`)
    await page.getByText('Picture: The north pier').first().waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expect(hidden.requests.some((request) => request.includes('/api/thumbnails'))).toBe(false)
  })
})
