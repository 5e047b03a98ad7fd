import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockOptions, startMockServer } from '../../web/dev/mock-server.ts'
import { DIST, ensureWebIsBuilt } from './built-web.ts'
import { chromiumPath, launchChromium, visit } from './chromium.ts'
import { seriousFindings, sidewaysScroll } from './look.ts'

const QUESTION = 'Why is the Port Lumen bridge closed?'

type Screen = {
  readonly mock?: MockOptions
  readonly path: string
  readonly ready: (page: Page) => Promise<unknown>
}

const row = (page: Page) => page.locator('[data-row]').first().waitFor()

/** Every screen in the states a reader meets; each is looked at in light and dark and on the narrowest phone. */
const SCREENS: Readonly<Record<string, Screen>> = {
  'empty archive': {
    mock: { posts: 0, bluesky: 'unreachable' },
    path: '/',
    ready: (page) => page.locator('h1').waitFor(),
  },
  'first question': {
    mock: { chats: [QUESTION] },
    path: '/',
    ready: (page) => page.locator('textarea').waitFor(),
  },
  answer: {
    mock: { chats: [QUESTION] },
    path: '/chats/chat-1?post=bluesky%3A240&span=0-12&n=1',
    ready: async (page) => {
      await page.locator('aside mark').first().waitFor()
      await page.locator('[data-work]').click()
    },
  },
  'answer of a model, with the work': {
    mock: { chats: ['What happened, says the model?'], engine: 'model' },
    path: '/chats/chat-1',
    ready: async (page) => {
      await page.locator('[data-work]').click()
      await page.getByText('What became of').click()
    },
  },
  report: {
    mock: { chats: ['A deep look'] },
    path: '/chats/chat-1',
    ready: (page) => page.getByRole('heading', { name: 'In short' }).waitFor(),
  },
  'choice of sources': {
    mock: { engine: 'model' },
    path: '/',
    ready: (page) => page.getByRole('button', { name: /^Sources/ }).click(),
  },
  prompts: { path: '/prompts', ready: (page) => page.getByRole('heading', { level: 2 }).first().waitFor() },
  'sixty citations': {
    mock: { chats: ['sixty sources please'] },
    path: '/chats/chat-1',
    ready: (page) => page.getByRole('button', { name: /^\d+ sources$/ }).click(),
  },
  abstention: {
    mock: { chats: ['Who is the mayor?'] },
    path: '/chats/chat-1',
    ready: (page) => page.locator('[data-work]').waitFor(),
  },
  failure: {
    mock: { chats: ['Please fail'] },
    path: '/chats/chat-1',
    ready: (page) => page.getByRole('alert').waitFor(),
  },
  'live feed': { path: '/now', ready: row },
  'long post': {
    path: '/now?post=mock%3Along&span=900-1000',
    ready: (page) => page.locator('aside mark').first().waitFor(),
  },
  'right-to-left post': {
    path: '/now?post=mock%3Artl',
    ready: (page) => page.locator('aside [dir=auto]').first().waitFor(),
  },
  'post that is gone': {
    path: '/now?post=mock%3Anowhere',
    ready: (page) => page.getByText('This post is no longer stored').waitFor(),
  },
  'empty feed': {
    mock: { postsPerSecond: 0.01 },
    path: '/now?query=zeppelin',
    ready: (page) => page.getByText('No stored post matches').waitFor(),
  },
  sources: { path: '/sources', ready: (page) => page.getByRole('table').waitFor() },
  'unreachable source': {
    mock: { bluesky: 'unreachable' },
    path: '/sources',
    ready: (page) => page.getByText('cannot be reached from this machine').waitFor(),
  },
  'no source': {
    mock: { bluesky: 'none' },
    path: '/sources',
    ready: (page) => page.getByText('No network is connected').waitFor(),
  },
  settings: {
    mock: { pictures: 'on' },
    path: '/settings',
    ready: async (page) => {
      await page.getByLabel('Kept at most').waitFor()
      await page.getByLabel('Days: Bluesky').fill('seven')
    },
  },
  'settings as a member sees them': {
    mock: { role: 'member' },
    path: '/settings',
    ready: (page) => page.getByText('Only the owner').first().waitFor(),
  },
  'sign-in': {
    mock: { account: 'signed_out' },
    path: '/',
    ready: (page) => page.getByLabel('Email').waitFor(),
  },
  'first account': {
    mock: { account: 'owner_missing' },
    path: '/',
    ready: (page) => page.getByLabel('Name').waitFor(),
  },
  'no such page': {
    path: '/nowhere',
    ready: (page) => page.getByRole('heading', { name: 'There is no such page' }).waitFor(),
  },
}

async function serve(options: MockOptions = {}) {
  const server = await startMockServer(options)
  return { ...server, [Symbol.asyncDispose]: server.close }
}

describe.skipIf(chromiumPath === null)('every screen in a real browser', () => {
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
  )

  test('the feed is filtered by chips and words, frozen with p, and gives in again', async () => {
    await using server = await serve({ postsPerSecond: 20 })
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/now`)
    await row(page)
    await page.keyboard.press('p')
    const first = await page.locator('[data-row]').first().textContent()
    const news = page.getByRole('button', { name: /^\d+ new$/ })
    await news.waitFor()
    expect(await page.locator('[data-row]').first().textContent()).toBe(first)
    await news.click()
    await expect.poll(() => page.locator('[data-row]').first().textContent()).not.toBe(first)
    await page.getByRole('button', { name: 'French' }).click()
    await page.keyboard.press('/')
    await page.keyboard.type('marché')
    await page.keyboard.press('Enter')
    await page.waitForURL(/lang=fr/)
    await page.waitForURL(/query=march%C3%A9/)
    await row(page)
    const texts = await page.locator('[data-row]').allInnerTexts()
    expect(texts.every((text) => text.includes('Marché'))).toBe(true)
  })

  test('older posts load by themselves when the reader gets there', async () => {
    await using server = await serve({ postsPerSecond: 0.01 })
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/now`)
    await row(page)
    await expect
      .poll(
        async () => {
          await page.evaluate("document.querySelector('[data-scroller]').scrollTo(0, 1e6)")
          return page.locator('[data-row]').count()
        },
        { timeout: 10_000 },
      )
      .toBe(240)
    await page.getByText('Nothing older is stored').waitFor()
  })

  test('an empty archive is filled by an import with its progress and report, then asked', async () => {
    await using server = await serve({ posts: 0, bluesky: 'none' })
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(server.url)
    await page.getByRole('button', { name: 'Connect a network' }).waitFor()
    await page.getByRole('button', { name: 'Try the simulated network' }).waitFor()
    await page.locator('input[type=file]').setInputFiles({
      name: 'posts.ndjson',
      mimeType: 'application/x-ndjson',
      buffer: Buffer.alloc(90_000, 120),
    })
    await page.getByRole('progressbar').waitFor()
    await page.getByText('posts.ndjson: done').waitFor()
    await page.getByText('Why lines were parked').click()
    await page.getByText('not JSON').waitFor()
    await page.getByRole('button', { name: 'Ask about them' }).click()
    await page.getByRole('heading', { name: 'What do you want to check?' }).waitFor()
    await page.getByRole('button', { name: 'Why is the Port Lumen bridge closed?' }).click()
    await page.getByRole('button', { name: 'Show the work' }).waitFor()
  })

  test('limits of posts and pages are shown, checked and saved, for all and for one network', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/settings`)
    await page.getByText('120,400 posts').waitFor()
    await page.getByLabel('Days: All posts').fill('0')
    await page.getByText('All posts: days must be between 1 and 3,650').waitFor()
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await page.getByLabel('Days: All posts').fill('30')
    await page.getByLabel('Largest size in GB: Bluesky').fill('2,5')
    await page.getByLabel('Days: Web pages').fill('20')
    const sent = page.waitForRequest((request) => request.method() === 'PATCH')
    await page.getByRole('button', { name: 'Save' }).click()
    expect((await sent).postDataJSON()).toMatchObject({
      ...{ retention_days: 30, pages_days: 20, thumbnails: 'off' },
      retention_by_network: { bluesky: { days: null, size_bytes_max: 2_500_000_000 } },
    })
    await page.getByText('Saved').waitFor()
    await page.reload()
    await page.getByText('120,400 posts').waitFor()
    expect(await page.getByLabel('Largest size in GB: Bluesky').inputValue()).toBe('2.5')
    expect(await page.getByLabel('Days: Bluesky').inputValue()).toBe('')
  })

  test('pictures are off until the owner switches them on, after reading who learns what', async () => {
    await using server = await serve({ postsPerSecond: 0.01 })
    await using visitor = await visit(browser)
    const { page, troubles } = visitor
    await page.goto(`${server.url}/settings`)
    const choice = page.getByRole('radiogroup', { name: 'Show pictures' })
    expect(await choice.getByRole('radio', { name: 'Off' }).isChecked()).toBe(true)
    await page.getByText('That host learns the address of this server').waitFor()
    await choice.getByText('On', { exact: true }).click()
    await page.getByLabel('Kept at most').fill('0')
    await page.getByText('At least 1 MB').waitFor()
    await page.getByLabel('Kept at most').fill('200')
    await page.getByRole('button', { name: 'Save' }).last().click()
    await page.getByText('Saved').waitFor()
    await page.getByRole('link', { name: 'Now' }).click()
    await page.locator('[data-row] img').first().waitFor()
    await page.locator('[data-row]:has(img)').first().click()
    await page.getByRole('complementary').locator('img').first().waitFor()
    expect(troubles).toEqual([])
  })

  test('language and theme are chosen once and stay', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/settings`)
    await page.getByText('Français').click()
    await page.getByText('Sombre').click()
    await page.reload()
    await page.getByRole('heading', { name: 'Réglages' }).waitFor()
    expect(
      await page.evaluate('document.documentElement.lang + document.documentElement.dataset.theme'),
    ).toBe('frdark')
    await page.goto(server.url)
    await page.getByLabel('Question').fill('Que se passe-t-il avec le pont ?')
    await page.keyboard.press('Enter')
    await page.getByText('un compte, sans confirmation').waitFor()
    expect(await page.getByText(/128\u202f\d{3} messages/).count()).toBeGreaterThan(0)
  })

  test('a French browser gets French without asking', async () => {
    await using server = await serve()
    await using visitor = await visit(browser, { locale: 'fr-FR' })
    await visitor.page.goto(server.url)
    await visitor.page.getByRole('heading', { name: 'Que voulez-vous vérifier' }).waitFor()
  })

  test('the way in: a wrong password is said calmly, the right one opens the first screen', async () => {
    await using server = await serve({ account: 'signed_out' })
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(server.url)
    await page.getByRole('button', { name: 'Create an account instead' }).click()
    await page.getByLabel('Name').waitFor()
    await page.getByRole('button', { name: 'I already have an account' }).click()
    await page.getByLabel('Email').fill('owner@example.org')
    await page.getByLabel('Password').fill('wrong horse')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('do not go together').waitFor()
    await page.getByLabel('Password').fill('correct horse')
    await page.keyboard.press('Enter')
    await page.getByLabel('Question').waitFor()
  })

  test('the keyboard reaches everything: skip link first, ? lists the keys, Escape closes', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${server.url}/now`)
    await row(page)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('o')
    await page.getByRole('complementary').waitFor()
  })

  test('when the server goes away the status line says so and nothing else breaks', async () => {
    const server = await startMockServer()
    await using visitor = await visit(browser)
    const { page, troubles } = visitor
    await page.goto(`${server.url}/settings`)
    await page.getByText('Bluesky connected').waitFor()
    await server.close()
    await page.getByText('No answer from the Verity server').waitFor()
    expect(await page.getByLabel('Days: All posts').isVisible()).toBe(true)
    expect(troubles).toEqual([])
  })

  test('the first view needs at most 200 KB of compressed script', async () => {
    await using server = await serve()
    await using visitor = await visit(browser)
    const { page } = visitor
    const loaded = new Set<string>()
    page.on('response', (response) => loaded.add(new URL(response.url()).pathname))
    await page.goto(server.url)
    await page.getByLabel('Question').waitFor()
    const scripts = [...loaded].filter((path) => path.endsWith('.js'))
    const sizeBytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(DIST, path))).length, 0)
    expect(readdirSync(join(DIST, 'assets')).length).toBeGreaterThan(scripts.length)
    expect(sizeBytes).toBeLessThanOrEqual(200_000)
  })
})
