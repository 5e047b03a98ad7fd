import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApi } from '../../src/api/create-api.ts'
import { readConfig } from '../../src/app/config.ts'
import { openServices, type Services } from '../../src/app/services.ts'
import { makePage } from '../../src/domain/page.ts'
import { buildPdf } from '../support/document-samples.ts'
import { storable } from '../support/storable.ts'
import { DIST, ensureWebIsBuilt } from './built-web.ts'
import { chromiumPath, launchChromium, visit } from './chromium.ts'
import { seriousFindings, sidewaysScroll } from './look.ts'

const REPORT = {
  name: 'report.pdf',
  mimeType: 'application/pdf',
  buffer: buildPdf([['The fire broke out at night.'], ['Nine people were hurt in the fire in Lorville.']]),
}
const BROKEN = { name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 nothing') }

/** A page with a long text around what it says. */
function newsPage(host: string, says: string) {
  const filler = 'The council met to talk about roads and schools. '.repeat(80)
  return makePage({
    ...{
      url: `https://${host}/fire`,
      canonicalUrl: `https://${host}/fire`,
      site: host,
      title: 'Fire in Ostermar',
    },
    ...{
      byline: null,
      publishedAt: Date.now() - 7_200_000,
      fetchedAt: Date.UTC(2026, 10, 20, 9),
      lang: 'en',
    },
    ...{ text: `${filler}\n\n${says}\n\n${filler}`, rawSha256: 'a'.repeat(64), rawSizeBytes: 1 },
  })
}

describe.skipIf(chromiumPath === null)('files and pages in a real browser', () => {
  let browser: Browser
  let services: Services
  let dataDir: string
  let server: ReturnType<typeof serve>
  let url: string

  beforeAll(async () => {
    await ensureWebIsBuilt()
    dataDir = await mkdtemp(join(tmpdir(), 'verity-web-files-'))
    services = await openServices({
      ...{ config: readConfig({ VERITY_DATA: dataDir, VERITY_LIVE: 'off' }), version: '0', webDir: DIST },
      ...{ log: pino({ level: 'silent' }), internalSecret: 'secret', live: false, isLoopback: true },
      newId: randomUUID,
    })
    await services.api.archive.insertPosts([storable({ id: 'a:1', text: 'A quiet day at the harbour.' })])
    await services.api.archive.insertPages([
      newsPage('courier.example', 'Twelve people were hurt in the mill fire in Ostermar on Friday.'),
      newsPage('herald.example', 'In all 12 people were hurt when the mill burnt in Ostermar.'),
    ])
    const { fetch } = createApi(services.api)
    await new Promise<void>((resolve) => {
      server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
        url = `http://127.0.0.1:${port}`
        resolve()
      })
    })
    browser = await launchChromium()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    server?.close()
    await services?.[Symbol.asyncDispose]()
    await rm(dataDir, { recursive: true, force: true })
  })

  const question = (page: Page) => page.getByRole('textbox', { name: 'Question' })
  async function ask(page: Page, text: string) {
    await question(page).fill(text)
    await question(page).press('Enter')
    await page.getByRole('button', { name: 'Show the work' }).waitFor()
  }

  test('a file is added, asked about, and cited with its page and its words lit', async () => {
    await using visitor = await visit(browser)
    const { page, troubles } = visitor
    await page.goto(url)
    await question(page).waitFor()
    await page.locator('input[type=file]').setInputFiles([REPORT])
    await page.getByText('2 pages').waitFor()
    await ask(page, 'How many people were hurt in the fire in Lorville?')
    expect(await page.getByRole('list', { name: 'Added files' }).textContent()).toBe('report.pdf')
    await page.locator('[data-citation]').first().click()
    const panel = page.getByRole('complementary')
    await panel.locator('mark').waitFor()
    expect(await panel.locator('mark').textContent()).toBe('Nine people were hurt in the fire in Lorville.')
    expect(await panel.textContent()).toMatch(/report\.pdf[\s\S]*page 2/)
    expect(troubles).toEqual([])
  })

  test('a file that cannot be read says what to do, and is taken away', async () => {
    await using visitor = await visit(browser, { width: 390, height: 844, theme: 'dark' })
    const { page } = visitor
    await page.goto(url)
    await question(page).waitFor()
    await page.locator('input[type=file]').setInputFiles([BROKEN])
    await page.getByText('broken.pdf is damaged or cut off', { exact: false }).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    await page.getByRole('button', { name: 'Remove broken.pdf' }).click()
    expect(await page.getByRole('list', { name: 'Added files' }).count()).toBe(0)
  })

  test('a removed file is deleted, and one that was asked about is listed in the settings until it is', async () => {
    await using visitor = await visit(browser)
    const { page } = visitor
    await page.goto(url)
    await question(page).waitFor()
    await page.locator('input[type=file]').setInputFiles([{ ...REPORT, name: 'again.pdf' }])
    await page.getByText('2 pages').waitFor()
    const deleted = page.waitForResponse((response) => response.request().method() === 'DELETE')
    await page.getByRole('button', { name: 'Remove again.pdf' }).click()
    expect((await deleted).status()).toBe(204)
    await page.goto(`${url}/settings`)
    await page.getByRole('button', { name: 'Delete report.pdf' }).click()
    await page.getByText('You have added no file yet.').waitFor()
  })

  test('a page opens as it was read, with the day, the link and the words lit in the middle of the text', async () => {
    await using visitor = await visit(browser)
    const { page, troubles } = visitor
    await page.goto(url)
    await question(page).waitFor()
    await ask(page, 'How many people were hurt in the mill fire in Ostermar?')
    await page.locator('[data-citation]').first().click()
    const panel = page.getByRole('complementary')
    await panel.locator('mark').waitFor()
    expect(await panel.locator('mark').textContent()).toMatch(/people were hurt .* Ostermar/)
    expect(await panel.textContent()).toMatch(/as read on\s*20 Nov 2026/)
    expect(await panel.getByRole('link', { name: /Open the original/ }).getAttribute('href')).toMatch(
      /^https:\/\/(?:courier|herald)\.example\/fire$/,
    )
    expect((await panel.locator('mark').boundingBox())?.y).toBeGreaterThan(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.reload()
    await panel.locator('mark').waitFor()
    expect(troubles).toEqual([])
  })
})
