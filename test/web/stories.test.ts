import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockOptions, startMockServer } from '../../web/dev/mock-server.ts'
import { ensureWebIsBuilt } from './built-web.ts'
import { chromiumPath, launchChromium, visit } from './chromium.ts'
import { seriousFindings, shiftSoFar, sidewaysScroll, watchShifts } from './look.ts'

const LEAD = 'The swing bridge at Port Lumen is closed in both directions'
const LOOK_AGAIN_MS = 15_500

async function serve(options: MockOptions = {}) {
  const server = await startMockServer(options)
  return { ...server, [Symbol.asyncDispose]: server.close }
}

describe.skipIf(chromiumPath === null)('stories in a real browser', () => {
  let browser: Browser
  beforeAll(async () => {
    await ensureWebIsBuilt()
    browser = await launchChromium()
  }, 180_000)
  afterAll(() => browser?.close())

  test.each(['/stories', '/stories/s-0?post=bluesky%3A230', '/trends'])(
    '%s: no serious accessibility finding in light and dark, no sideways scroll at 320 px',
    async (path) => {
      await using server = await serve()
      await using visitor = await visit(browser)
      const { page, troubles } = visitor
      await page.goto(server.url + path)
      await page.getByText(LEAD).first().waitFor()
      expect(await seriousFindings(page), 'light, wide').toEqual([])
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.setViewportSize({ width: 320, height: 640 })
      expect(await seriousFindings(page), 'dark, 320 px').toEqual([])
      expect(await sidewaysScroll(page), 'at 320 px').toBeLessThanOrEqual(0)
      expect(troubles).toEqual([])
    },
  )

  test('figures go on in place without anything moving; a new story waits until it is asked for', async () => {
    await using server = await serve({ stories: 'growing' })
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.clock.install()
    await page.goto(`${server.url}/stories`)
    await page.getByText(LEAD).first().waitFor()
    const headlines = await page.getByRole('heading', { level: 2 }).allInnerTexts()
    await watchShifts(page)
    await page.clock.runFor(LOOK_AGAIN_MS)
    const news = page.getByRole('button', { name: '1 new story' })
    await news.waitFor()
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(headlines)
    expect(await shiftSoFar(page)).toBeLessThan(0.01)
    await news.click()
    await page.getByRole('heading', { name: 'Divers look at the north pier before dark' }).waitFor()
    expect(await page.getByRole('button', { name: /new stor/ }).count()).toBe(0)
  })

  test('a number beside a sentence opens its post; the story page names what is not measured', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/stories`)
    await page.getByRole('link', { name: 'Source 1' }).first().click()
    await page.getByRole('complementary', { name: 'Source 1' }).waitFor()
    await page.getByRole('link', { name: LEAD }).click()
    await page
      .getByRole('navigation', { name: 'How it went' })
      .getByText('Links to harbour.example')
      .waitFor()
    await page
      .getByText(/\d+ accounts in 10 mins; expected/)
      .first()
      .waitFor()
    await page.getByText('17% coordinated (4 of 24 posts read)').waitFor()
    await page.getByRole('heading', { name: 'Not measured' }).waitFor()
    expect(await page.getByRole('button', { name: 'Check this' }).count()).toBeGreaterThan(1)
  })

  test('topic and language are in the address, also for the feed; what fits nothing says so', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/stories`)
    await page.getByRole('searchbox', { name: 'Topic' }).fill('tram')
    await page.keyboard.press('Enter')
    await page.waitForURL(/topic=tram/)
    await page.getByRole('heading', { name: 'Tram 4 runs again' }).waitFor()
    expect(await page.getByRole('link', { name: 'RSS feed' }).getAttribute('href')).toBe(
      '/feeds/stories.rss?topic=tram',
    )
    await page.getByLabel('Language').selectOption('de')
    await page.getByText('No story fits').waitFor()
    await page.getByRole('button', { name: 'Show everything' }).click()
    await page.getByText(LEAD).first().waitFor()
  })

  test.each([
    ['failing', 'The stories could not be loaded'],
    ['partial', 'Its posts could not be read just now'],
  ] as const)('%s: the front page says %s', async (stories, text) => {
    await using server = await serve({ stories })
    await using visitor = await visit(browser)
    await visitor.page.clock.install()
    await visitor.page.goto(`${server.url}/stories`)
    const said = visitor.page.getByText(text).first()
    await expect
      .poll(
        async () => {
          await visitor.page.clock.runFor(5_000)
          return said.isVisible()
        },
        { timeout: 20_000 },
      )
      .toBe(true)
  })

  test('an archive without stories explains what a story needs; a story that ended elsewhere is said to be gone', async () => {
    await using server = await serve({ posts: 0 })
    await using visitor = await visit(browser, { locale: 'fr-FR' })
    await visitor.page.goto(`${server.url}/stories`)
    await visitor.page.getByText('Aucun sujet pour l’instant').waitFor()
    await visitor.page.goto(`${server.url}/stories/s-99`)
    await visitor.page.getByText('Ce sujet n’existe pas').waitFor()
    await visitor.page.goto(`${server.url}/trends`)
    await visitor.page.getByText('Rien ne monte en ce moment').waitFor()
  })

  test('trends are ranked by cleaned accounts or by raw posts', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/trends`)
    const titles = page.locator('tbody [data-row]')
    await titles.first().waitFor()
    const cleaned = await titles.allInnerTexts()
    await page.getByText('Posts, raw').click()
    await expect.poll(() => titles.allInnerTexts()).not.toEqual(cleaned)
    expect((await titles.allInnerTexts()).toSorted()).toEqual(cleaned.toSorted())
  })
})
