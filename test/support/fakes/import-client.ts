/** `campus import` against the real routes without a socket; the rows that the service was given are kept. */

import { createReportFiles } from '../../../src/adapters/documents/report-files.ts'
import { importCommand } from '../../../src/cli/data/import.ts'
import { runCli } from '../../../src/cli/run.ts'
import type { CommandContext } from '../../../src/cli/support/command.ts'
import { readFileSync } from 'node:fs'
import type { ImportedRows } from '../../../src/app/administration/imports/import-types.ts'
import { guardUseCases } from '../../../src/app/guard.ts'
import { createAccess } from '../../../src/access/access.ts'
import { createHttp } from '../../../src/adapters/http/http.ts'
import type { Campus } from '../../../src/domain/index.ts'
import { openPeriods } from './closing.ts'
import { createHandClock } from './clock.ts'
import { createEventLog, createMetricLog, noLoginLog } from './events.ts'
import { createFakeApi } from './fake-api.ts'
import { createMemoryRecords } from './memory-records.ts'
import { accountsOf } from './reporting.ts'

const TOKEN = 'local_0123456789abcdef'

export interface ImportRun {
  readonly code: number
  readonly out: string
  readonly err: string
  /** What was imported, a request each. */
  readonly requests: readonly ImportedRows[]
  readonly drained: number
}

/** `files` are what the command can read, by name; profiles that ship are read from the disk. */
export async function runImport(
  campus: Campus,
  args: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>>,
  now = Date.UTC(2026, 5, 1),
): Promise<ImportRun> {
  const requests: ImportedRows[] = []
  const clock = createHandClock()
  const { monitoring, operations, control, administration, devices, status, calls } = createFakeApi(campus, clock, {
    administration: {
      importRows: async (_context, rows) => {
        requests.push(rows)
        return { accepted: rows.rows.length, seq: requests.length, import: rows.import ?? 'import-1' }
      },
    },
  })
  const reporting = await accountsOf(campus, clock)
  const access = await createAccess({ records: createMemoryRecords(), clock, localToken: TOKEN })
  const http = createHttp({
    useCases: guardUseCases({ monitoring, reporting, closing: openPeriods(reporting), control, operations, administration, devices }),
    status,
    loginLog: noLoginLog,
    access,
    webDir: null,
    files: createReportFiles(''),
    events: createEventLog(),
    metrics: createMetricLog(),
    clock,
    host: '127.0.0.1',
    port: 0,
    anonymousViewer: false,
  })
  const bytesOf = (path: string): Uint8Array => {
    const file = files[path]
    if (file === undefined) throw new Error('no such file')
    return typeof file === 'string' ? Buffer.from(file) : file
  }
  const output = { out: '', err: '' }
  const context: CommandContext = {
    args: ['import', ...args],
    stdin: (async function* nothing(): AsyncGenerator<Uint8Array> {})(),
    stdout: (text) => void (output.out += text),
    stderr: (text) => void (output.err += text),
    files: {
      read: (path) => (path.includes('/profiles/') ? readFileSync(path, 'utf8') : Buffer.from(bytesOf(path)).toString('utf8')),
      write: () => undefined,
      glob: () => [],
    },
    readBytes: bytesOf,
    now: () => now,
    env: {},
    terminal: false,
    connect: async () => ({
      async request(method, url, body) {
        const headers = { authorization: `Bearer ${TOKEN}` }
        const answer = await http.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body as object }) })
        return { status: answer.statusCode, body: answer.json<unknown>() }
      },
      async close() {},
    }),
    connectRunning: () => Promise.reject(new Error('import opens the store by itself')),
  }
  const code = await runCli([{ ...importCommand, load: async () => importCommand }], 'test', context)
  return { code, ...output, requests, drained: calls.filter((c) => c.startsWith('stored')).length }
}
