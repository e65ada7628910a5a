/** A real Chromium with a profile of its own, and pages that note what they should not do. */

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findServer } from '../support/servers.ts'

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
