import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type AxeResult = {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
}

/** Serious and critical accessibility findings on what is shown now, each as one line. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const { violations } = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] })',
  )) as AxeResult
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`),
  )
}

/** How far the page, or anything that scrolls inside it, can be scrolled sideways without being meant to. In CSS pixels. */
export async function sidewaysScroll(page: Page): Promise<number> {
  const script = `Math.max(...[document.scrollingElement, document.querySelector('main'), ...document.querySelectorAll('aside *, main *')]
    .filter((element) => element && ['auto', 'scroll', 'visible'].includes(getComputedStyle(element).overflowX) && element.scrollWidth > 0)
    .filter((element) => element === document.scrollingElement || /auto|scroll/.test(getComputedStyle(element).overflowX))
    .filter((element) => !element.matches('[role=group]'))
    .map((element) => element.scrollWidth - element.clientWidth))`
  return (await page.evaluate(script)) as number
}

/** Starts adding up layout shifts that no input caused; read with `shiftSoFar`. */
export async function watchShifts(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    window.__shift = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__shift += entry.value
    }).observe({ type: 'layout-shift' })
  })()`)
}

export async function shiftSoFar(page: Page): Promise<number> {
  return (await page.evaluate('window.__shift')) as number
}
