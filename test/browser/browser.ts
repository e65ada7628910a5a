/** A real Chromium with a profile of its own, and pages that record what they must not do. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findServer } from '../support/process/servers.ts'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function startBrowser(): Promise<Browser> {
  const executablePath = findServer('chromium')
  if (executablePath === null) throw new Error('there is no chromium here; on Debian or Ubuntu: apt-get install chromium')
  return chromium.launch({ executablePath, args: FLAGS })
}

export interface Watched {
  readonly page: Page
  /** Requests to anybody but the service. */
  readonly strayed: readonly string[]
  /** Errors of the console, reports of the content security policy, exceptions. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

/** A page in a context of its own, with the time zone of a reader far from the site. */
export async function openPage(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'America/New_York', ...options })
  const page = await context.newPage()
  const strayed: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    const { protocol, origin: target } = new URL(request.url())
    if (protocol !== 'data:' && target !== origin) strayed.push(request.url())
  })
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, strayed, complaints, close: () => context.close() }
}

/** Runs in the page: texts whose contrast with the ground behind them is below 4.5 (WCAG 2.2, 1.4.3). */
export function faintTexts(): string[] {
  type Colour = readonly [red: number, green: number, blue: number, opacity: number]
  const parse = (text: string): Colour => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
    return text.startsWith('color(') ? [255 * r, 255 * g, 255 * b, a] : [r, g, b, a]
  }
  const luminance = (colour: Colour): number => {
    const [r = 0, g = 0, b = 0] = colour.slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const over = ([r, g, b, a]: Colour, [r2, g2, b2]: Colour): Colour => [r * a + r2 * (1 - a), g * a + g2 * (1 - a), b * a + b2 * (1 - a), 1]
  const ground = (element: Element | null): Colour => {
    if (element === null) return [255, 255, 255, 1]
    const own = parse(getComputedStyle(element).backgroundColor)
    return own[3] === 1 ? own : over(own, ground(element.parentElement))
  }
  const faint: string[] = []
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent?.trim() !== '')
    if (!own || element.getClientRects().length === 0) continue
    const behind = ground(element)
    const [a, b] = [luminance(over(parse(getComputedStyle(element).color), behind)), luminance(behind)]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (contrast < 4.5) faint.push(`${element.tagName}.${element.className} "${element.textContent}" ${contrast.toFixed(2)}`)
  }
  return faint
}

/** Opens an address of the web, and waits until its screen is there with its data or with the reason why there is none. */
export async function visit(page: Page, origin: string, address: string): Promise<void> {
  await page.goto(`${origin}/${address}`)
  const at = decodeURIComponent(/#\/([^?]*)/.exec(address)?.[1] ?? '')
  await page.locator(`main[data-at="${at}"]`).waitFor()
  await page.locator('main :is(h2, .state)').first().waitFor()
  await page.locator('main .skeleton').first().waitFor({ state: 'detached' })
}

/** Chooses a language in the top bar. */
export async function switchTo(page: Page, language: string): Promise<void> {
  await page.locator('header select.language').selectOption(language)
}

export const isChromiumMissing = (): boolean => findServer('chromium') === null && process.env['CI'] !== 'true'

/** Runs in the page: elements that stand out of the window on its right, but for those in a box that scrolls by itself. */
export function overflowing(): string[] {
  return [...document.querySelectorAll('body *')]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && e.closest('.scroll, .sections, .skip, thead, datalist') === null)
    .map((e) => `${e.tagName} ${e.getAttribute('class') ?? ''} ${e.textContent?.slice(0, 60) ?? ''}`)
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds against WCAG 2.2 A and AA, serious or worse: `rule: element`. */
export async function seriousBarriers(page: Page): Promise<string[]> {
  // By the debugger: the content policy forbids a script of ours in the page.
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: Violation[] }> } }
    interface Violation {
      readonly id: string
      readonly impact: string
      readonly nodes: readonly { readonly html: string }[]
    }
    // Without `preload`: it writes style sheets into the page, which the content policy reports.
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const { violations } = await axe.run({ runOnly: { type: 'tag', values: tags }, preload: false })
    return violations
      .filter((v) => v.impact === 'serious' || v.impact === 'critical')
      .flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`))
  })
}
