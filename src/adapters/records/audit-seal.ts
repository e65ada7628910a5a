/** The head of the audit in a file of its own, and its events read again from the record log. */

import { readFile, rename, writeFile } from 'node:fs/promises'
import type { AuditHead } from '../../domain/index.ts'
import type { AuditSeal } from '../../ports/index.ts'
import { decodeLines } from './checksummed-lines.ts'
import { recordOf } from './stored-record.ts'

export function openAuditSeal({ log, head }: { readonly log: string; readonly head: string }): AuditSeal {
  return {
    async head() {
      try {
        const { sequence, hash } = JSON.parse(await readFile(head, 'utf8')) as Partial<AuditHead>
        return typeof sequence === 'number' && typeof hash === 'string' ? { sequence, hash } : null
      } catch {
        return null
      }
    },
    async keep(next) {
      await writeFile(`${head}.new`, JSON.stringify(next), { mode: 0o600 })
      await rename(`${head}.new`, head)
    },
    async stored(stream) {
      const { lines } = decodeLines(await readFile(log))
      return lines.map(({ value }) => recordOf(value)).filter((record) => record.stream === stream)
    },
  }
}
