/** Commands against the real reporting use cases, through the real routes, without a socket. */

import { createReportFiles } from '../../../src/adapters/documents/report-files.ts'
import { guardUseCases } from '../../../src/app/guard.ts'
import { createAccess } from '../../../src/access/access.ts'
import { createHttp } from '../../../src/adapters/http/http.ts'
import type { ApiClient, Command, CommandContext } from '../../../src/cli/support/command.ts'
import { runCli } from '../../../src/cli/run.ts'
import type { ReportingApi } from '../../../src/figures/api.ts'
import { campusOf } from '../fixtures/campus.ts'
import { openPeriods } from './closing.ts'
import { createHandClock } from './clock.ts'
import { createEventLog, createMetricLog, noLoginLog } from './events.ts'
import { createFakeApi } from './fake-api.ts'
import { createMemoryRecords } from './memory-records.ts'

const TOKEN = 'local_0123456789abcdef'

export function reportingClient(reporting: ReportingApi): ApiClient {
  const clock = createHandClock()
  const { monitoring, control, operations, administration, devices, status } = createFakeApi(campusOf([]), clock)
  const useCases = guardUseCases({ monitoring, reporting, closing: openPeriods(reporting), control, operations, administration, devices })
  const server = createAccess({ records: createMemoryRecords(), clock, localToken: TOKEN }).then((access) =>
    createHttp({
      useCases,
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
    }),
  )
  return {
    async request(method, url, body) {
      const http = await server
      const headers = { authorization: `Bearer ${TOKEN}` }
      const answer = await http.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body as object }) })
      const json = String(answer.headers['content-type']).includes('json')
      return { status: answer.statusCode, body: json ? answer.json<unknown>() : answer.body }
    },
    async close() {},
  }
}

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** `files` are what the command can read, by name. */
export async function runCommand(
  command: Command,
  client: ApiClient,
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const output = { out: '', err: '' }
  const context: CommandContext = {
    args: [command.name, ...args],
    stdin: (async function* nothing(): AsyncGenerator<Uint8Array> {})(),
    stdout: (text) => void (output.out += text),
    stderr: (text) => void (output.err += text),
    files: { read: (path) => files[path] ?? '', write: () => undefined, glob: () => [] },
    env: {},
    terminal: false,
    connect: async () => client,
    connectRunning: async () => client,
  }
  const code = await runCli([{ ...command, load: async () => command }], 'test', context)
  return { code, ...output }
}
