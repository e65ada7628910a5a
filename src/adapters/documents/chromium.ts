/** Prints an HTML page to PDF with the Chromium of the machine: it shapes Chinese text and repeats the heads of tables, which PDF libraries do not. */

import { spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { PortError } from '../../ports/index.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const TIMEOUT_MS = 120_000

/** The program that prints, by its name on PATH; null: there is none. */
export function findChromium(path: string = process.env['PATH'] ?? ''): string | null {
  for (const dir of path.split(delimiter))
    for (const name of NAMES) {
      const file = join(dir, name)
      try {
        accessSync(file, constants.X_OK)
        return file
      } catch {
        // The next folder may have it.
      }
    }
  return null
}

/** Nothing of the page runs or loads: its content policy forbids it, and no name resolves. */
function printArguments(dir: string): string[] {
  return [
    '--headless=new',
    '--disable-gpu',
    '--disable-extensions',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    // Chromium refuses to start as root with its sandbox; the page is our own text.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${join(dir, 'profile')}`,
    '--no-pdf-header-footer',
    `--print-to-pdf=${join(dir, 'report.pdf')}`,
    `file://${join(dir, 'report.html')}`,
  ]
}

function run(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let printed = ''
    child.stderr.on('data', (bytes) => (printed = `${printed}${bytes}`.slice(-2000)))
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS)
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      if (code === 0) resolve()
      else reject(new Error(`${program} ended with ${code ?? signal}: ${printed.trim().split('\n').at(-1) ?? ''}`))
    })
  })
}

/** Dates that Chromium writes are replaced, so that the same page gives the same bytes. */
function withoutDates(pdf: Buffer): Uint8Array {
  const text = pdf.toString('latin1').replace(/\/(CreationDate|ModDate) \(D:\d{14}/g, (_, key: string) => `/${key} (D:20000101000000`)
  return Buffer.from(text, 'latin1')
}

export async function printPdf(program: string, html: string): Promise<Uint8Array> {
  const dir = mkdtempSync(join(tmpdir(), 'campus-report-'))
  try {
    writeFileSync(join(dir, 'report.html'), html, { mode: 0o600 })
    await run(program, printArguments(dir))
    return withoutDates(readFileSync(join(dir, 'report.pdf')))
  } catch (error) {
    throw new PortError('unavailable', `the PDF was not printed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
      retry: false,
    })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
