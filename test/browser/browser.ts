/** A real Chromium with a profile of its own, and pages that note what they should not do. */

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
  /** Addresses asked for outside the service. */
  readonly strayed: readonly string[]
  /** Errors of the console, refusals of the content security policy, exceptions. */
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
    const { protocol, origin: asked } = new URL(request.url())
    if (protocol !== 'data:' && asked !== origin) strayed.push(request.url())
  })
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, strayed, complaints, close: () => context.close() }
}

/** Runs in the page: texts whose contrast with the ground behind them is below 4.5 (WCAG 2.2, 1.4.3). */
export function faintTexts(): string[] {
  const parts = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number)
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = parts(colour).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ground = (element: Element | null): string => {
    if (element === null) return 'rgb(255, 255, 255)'
    const colour = getComputedStyle(element).backgroundColor
    return parts(colour)[3] === 0 ? ground(element.parentElement) : colour
  }
  const faint: string[] = []
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent?.trim() !== '')
    if (!own || element.getClientRects().length === 0) continue
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(ground(element))]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (contrast < 4.5) faint.push(`${element.tagName}.${element.className} "${element.textContent}" ${contrast.toFixed(2)}`)
  }
  return faint
}
