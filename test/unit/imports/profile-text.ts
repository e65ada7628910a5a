/** Text of a shipped profile, as a caller reads it. */

import { readFileSync } from 'node:fs'
import { profileUrl } from '../../../src/imports/index.ts'

export function profileText(name: string): string | null {
  const url = profileUrl(name)
  return url === null ? null : readFileSync(url, 'utf8')
}
