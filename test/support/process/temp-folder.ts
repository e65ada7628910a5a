/** A folder of its own for a test; it goes with the test. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export function tempFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'campus-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
