import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockOptions, startMockServer } from '../../web/dev/mock-server.ts'
import { ensureWebIsBuilt } from './built-web.ts'
import { chromiumPath, launchChromium, visit } from './chromium.ts'
import { shiftSoFar, watchShifts } from './look.ts'

/** Asks on the first screen and waits for the chat to open. */
async function ask(page: Page, question: string): Promise<void> {
  await page.getByLabel('Question').fill(question)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: question }).waitFor()
}

const finished = (page: Page) => page.getByRole('button', { name: 'Show the work' }).waitFor()

async function openAsk(page: Page, options: MockOptions = {}) {
  const server = await startMockServer(options)
  await page.goto(server.url)
  await page.getByLabel('Question').waitFor()
  return { ...server, [Symbol.asyncDispose]: server.close }
}

describe.skipIf(chromiumPath === null)('asking in a real browser', () => {
  let browser: Browser
  beforeAll(async () => {
    await ensureWebIsBuilt()
    browser = await launchChromium()
  }, 180_000)
  afterAll(() => browser?.close())

  test('an answer arrives sentence by sentence, with numbers, counts in words and the work behind it', async () => {
    await using visitor = await visit(browser)
    const { page, troubles } = visitor
    await using _server = await openAsk(page)
    await ask(page, 'What happened at the Port Lumen bridge?')
    await finished(page)
    expect(await page.locator('article p').allInnerTexts()).toContainEqual(
      expect.stringMatching(/^The barge carried gravel and nothing leaked\.\s+9\s*10\s+two accounts$/),
    )
    expect(await page.getByText('one account, unconfirmed').count()).toBe(1)
    expect(await page.getByText('Six independent accounts').isVisible()).toBe(true)
    await page.keyboard.press('e')
    await page.getByText('a question about what happened').waitFor()
    await page.getByText('Why is the Port Lumen bridge closed since Tuesday?').waitFor()
    await page.getByText(/^17\s*–\s*19 Nov 2026$/).waitFor()
    await page.getByText('-rumour').waitFor()
    expect(await page.getByRole('link', { name: 'bridge port lumen closed' }).getAttribute('href')).toBe(
      '/search?query=bridge+port+lumen+closed',
    )
    expect(troubles).toEqual([])
  })

  test('nothing on screen moves while the answer streams', async () => {
    await using visitor = await visit(browser, { width: 390, height: 844 })
    const { page } = visitor
    await using _server = await openAsk(page, { eventMs: 120 })
    await ask(page, 'Give me sixty sources on the bridge')
    await page.locator('article p').first().waitFor()
    await watchShifts(page)
    await page.getByRole('button', { name: /^\d+ sources$/ }).waitFor()
    await page.waitForTimeout(200)
    expect(await shiftSoFar(page)).toBe(0)
  })

  test('a number shows its quote on focus and opens the post with exactly that span lit', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await using _server = await openAsk(page)
    await ask(page, 'What happened at the Port Lumen bridge?')
    await finished(page)
    await page.locator('body').click()
    await page.keyboard.press('j')
    await page.getByRole('tooltip').waitFor()
    const quote = (await page.getByRole('tooltip').locator('[dir=auto]').textContent())?.trim()
    await page.keyboard.press('o')
    const lit = page.getByRole('complementary').locator('mark')
    await lit.first().waitFor()
    expect((await lit.allTextContents()).join('').trim()).toBe(quote)
    expect(await page.locator('[data-citation="1"]').getAttribute('aria-current')).not.toBeNull()
    await page.keyboard.press('Escape')
    await page.getByRole('complementary').waitFor({ state: 'detached' })
    expect(await page.evaluate('document.activeElement.dataset.citation')).toBe('1')
  })

  test('a post is explained where it is shown, and what the explanation cites opens in its place', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await using server = await openAsk(page)
    await page.goto(`${server.url}/now?post=mock%3Along`)
    const panel = page.getByRole('complementary')
    await panel.getByRole('button', { name: 'Explain this post' }).click()
    const explanation = panel.getByRole('region', { name: 'What it belongs to' })
    await explanation.getByText('Two accounts say the same').waitFor()
    expect(await explanation.getByRole('link').count()).toBe(4)
    await explanation.getByRole('link').first().click()
    await panel.getByRole('button', { name: 'Explain this post' }).waitFor()
    expect(new URL(page.url()).searchParams.get('post')).not.toBe('mock:long')
  })

  test('a link restores the evidence, and neighbouring sources are one step away', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await using _server = await openAsk(page)
    await ask(page, 'What happened at the Port Lumen bridge?')
    await finished(page)
    await page.locator('[data-citation="2"]').first().click()
    await page.getByRole('heading', { name: 'Source 2' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Source 2' }).waitFor()
    await page.getByRole('complementary').locator('mark').first().waitFor()
    await page.getByRole('button', { name: 'Next source' }).click()
    await page.getByRole('heading', { name: 'Source 3' }).waitFor()
    await page.goBack()
    await page.getByRole('complementary').waitFor({ state: 'detached' })
  })

  test('a cut connection is picked up where it stopped, without a sentence twice', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await using server = await openAsk(page, { cutAfter: 6 })
    await ask(page, 'What happened at the Port Lumen bridge?')
    await finished(page)
    expect(await page.getByText('The barge carried gravel').count()).toBe(1)
    expect(server.requests.filter((request) => request.includes('/runs/')).length).toBe(2)
  })

  test('stopping is seen at once, keeps what was written and can be asked again', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await using server = await openAsk(page, { eventMs: 40 })
    await ask(page, 'What happened at the bridge, slow?')
    await page.locator('article span', { hasText: 'The swing bridge at Port Lumen' }).waitFor()
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('You stopped this answer').waitFor()
    expect(await page.locator('article span', { hasText: 'The swing bridge' }).isVisible()).toBe(true)
    expect(server.requests.some((request) => request.startsWith('DELETE /api/runs/'))).toBe(true)
    await page.getByRole('button', { name: 'Ask again' }).click()
    await page.getByRole('heading', { level: 2, name: 'What happened at the bridge, slow?' }).waitFor()
  })

  test('a failure says what happened, and a question that never arrived can be sent again', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await using _server = await openAsk(page)
    await ask(page, 'Please fail on this one')
    await page.getByRole('alert').filter({ hasText: 'The archive did not answer' }).waitFor()
    await page.getByRole('link', { name: 'New question' }).click()
    await page.getByLabel('Question').fill('A forbidden question')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'Too many requests' }).waitFor()
    expect(await page.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true)
  })

  test('an abstention is an answer: what was searched, what was nearest, what would help', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await using _server = await openAsk(page)
    await ask(page, 'Who is the mayor of Valbrune?')
    await page.getByText('Not enough evidence to answer').waitFor()
    await page.getByText('What would help').waitFor()
    await page.getByRole('button', { name: 'The nearest post, not vouched for' }).waitFor()
    expect(await page.locator('[data-citation]').count()).toBe(1)
  })

  test('a sentence its evidence does not carry is struck through with the reason', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await using _server = await openAsk(page)
    await ask(page, 'What happened, says the model?')
    await finished(page)
    expect(await page.locator('del').count()).toBe(2)
    await page.getByText('Not supported by what I read: it gives a link that no post contains').waitFor()
  })

  test('struck sentences stay struck, in their place, when the page is loaded again', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await using _server = await openAsk(page)
    await ask(page, 'What happened, says the model?')
    await finished(page)
    const shown = await page.locator('article p').allInnerTexts()
    await page.reload()
    await finished(page)
    expect(await page.locator('del').count()).toBe(2)
    expect(await page.locator('article p').allInnerTexts()).toEqual(shown)
  })

  test('the work says what the model was asked, what it took and what became of each post, and can be taken away', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await using _server = await openAsk(page, { engine: 'model' })
    await page.getByText('at most 2 mins and US$0.05').waitFor()
    await ask(page, 'What happened, says the model?')
    await finished(page)
    await page.getByText('cost unknown').waitFor()
    await page.keyboard.press('e')
    const calls = page.getByRole('table', { name: 'Calls to the model' })
    await calls.waitFor()
    expect(await calls.getByRole('row').count()).toBe(4)
    await calls.getByText('about 5,840 + 38').waitFor()
    await page.getByText('3 of 4 calls, 9.4 s of 120 s').waitFor()
    await page.getByText('What became of the 11 posts looked at').click()
    expect(await page.getByText('off the topic').count()).toBe(4)
    const href = await page.getByRole('link', { name: 'Take away as Markdown' }).getAttribute('href')
    expect(href).toMatch(/^\/api\/runs\/[^/]+\/answer\?format=md$/)
    await page.getByRole('link', { name: 'What models are told' }).click()
    await page.getByRole('heading', { name: /^judge/ }).waitFor()
  })

  test('depth and sources are chosen beside the question and go along with it', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await using _server = await openAsk(page)
    await page.getByRole('button', { name: 'Deep' }).click()
    await page.getByRole('button', { name: 'Sources: all' }).click()
    await page.getByRole('button', { name: 'Web pages' }).click()
    await page.getByLabel('Network').selectOption('bluesky')
    await page.getByLabel('Time').selectOption('week')
    const sent = page.waitForRequest((request) => request.method() === 'POST')
    await ask(page, 'A deep look at the bridge')
    expect((await sent).postDataJSON()).toMatchObject({
      depth: 'deep',
      sources: { kinds: ['posts', 'files'], networks: ['bluesky'], from: expect.any(String) },
    })
    await page.getByRole('heading', { level: 3, name: 'What happened' }).waitFor()
    expect(await page.getByRole('button', { name: 'Sources: chosen' }).count()).toBe(1)
  })

  test('a follow-up question is asked with one click', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await using _server = await openAsk(page)
    await ask(page, 'What happened at the Port Lumen bridge?')
    await finished(page)
    await page.getByRole('button', { name: 'Who runs the ferry?' }).click()
    await page.getByRole('heading', { level: 2, name: 'Who runs the ferry?' }).waitFor()
  })

  test('hostile posts stay text: nothing runs, nothing is loaded, no link leads out of the web', async () => {
    await using visitor = await visit(browser)
    const { page, troubles } = visitor
    await using server = await openAsk(page)
    await page.goto(`${server.url}/now?post=mock%3Ahostile`)
    const panel = page.getByRole('complementary')
    await panel.getByText('<script>').waitFor()
    expect(await page.title()).toBe('Now – Verity')
    expect(await panel.locator('img, script, iframe').count()).toBe(0)
    expect(await panel.getByRole('link').count()).toBe(0)
    expect(await panel.textContent()).not.toMatch(/[\u202a-\u202e\u0007]/)
    expect(troubles).toEqual([])
  })

  test('a follow-up comes to the top, a chat can be deleted for good', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await using server = await openAsk(page)
    await ask(page, 'What happened at the Port Lumen bridge?')
    await finished(page)
    await page.keyboard.press('Escape')
    await page.locator('body').click()
    await page.keyboard.press('/')
    await page.keyboard.type('Who is the mayor?')
    await page.keyboard.press('Enter')
    const second = page.getByRole('heading', { level: 2, name: 'Who is the mayor?' })
    await second.waitFor()
    await page.getByText('Not enough evidence').waitFor()
    expect((await second.boundingBox())?.y).toBeLessThan(200)
    await page.getByRole('link', { name: 'What happened at the Port Lumen bridge?' }).hover()
    await page.getByRole('button', { name: /^Delete “What/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: 'What do you want to check?' }).waitFor()
    expect(server.requests.some((request) => request.startsWith('DELETE /api/chats/'))).toBe(true)
  })
})
