/** The import steps of the cases beside the repository, through the command and the routes. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../../src/config/load.ts'
import { conventions } from '../../../../src/main/presets.ts'
import { runImport } from '../../../support/fakes/import-client.ts'
import { sharedCases } from '../../../support/fixtures/import-cases.ts'

const CASES = sharedCases()
const FILE = /\.(csv|xml|xlsx|yaml)$/

describe.skipIf(CASES.length === 0)(
  `the import steps of the cases beside the repository${CASES.length === 0 ? ' (skipped: ../shared/cases is not here)' : ''}`,
  () => {
    it.for(CASES)('end as $name says', async ({ folder, imports }, { skip }) => {
      const read = loadConfig({
        file: 'campus.yaml',
        text: readFileSync(join(folder, 'campus.yaml'), 'utf8'),
        readInclude: () => [],
        env: {},
        conventions: conventions(),
      })
      if (!read.ok) return skip(`the campus file has a key that is not known yet: ${read.faults[0]?.message ?? ''}`)
      for (const { args, exits, says } of imports) {
        const names = args.filter((arg) => FILE.test(arg) && existsSync(join(folder, arg)))
        const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]))
        const done = await runImport(read.config.campus, args.slice(1), files, Date.UTC(2026, 11, 1))
        expect(exits, done.err).toContain(done.code)
        expect(done.requests.length > 0, done.err).toBe(done.code !== 2)
        if (says !== null) expect(done.out + done.err).toMatch(new RegExp(says, 'i'))
      }
    })
  },
)
