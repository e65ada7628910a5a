/** Two ways to the API: over loopback to the service that runs, or into the same application opened in this process. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ApiClient, CommandError } from '../cli/support/command.ts'
import type { Config } from '../config/types.ts'
import { errorText } from '../kernel/index.ts'
import { isRunning } from '../adapters/system/lock.ts'
import { configOf } from './configuration.ts'
import { openService } from './service.ts'

/** What a running service writes into its data folder, mode 600. */
export interface ServiceFile {
  readonly url: string
  readonly token: string
  readonly pid: number
  /** mqtt:// address of the embedded broker, or null. */
  readonly broker: string | null
  readonly started_at: string
}

export const serviceFile = (dataDir: string): string => join(dataDir, 'service.json')

export function readServiceFile(dataDir: string): ServiceFile | null {
  try {
    const file = JSON.parse(readFileSync(serviceFile(dataDir), 'utf8')) as ServiceFile
    return isRunning(file.pid) ? file : null
  } catch {
    return null
  }
}

type Method = 'GET' | 'POST' | 'DELETE'

function overHttp(file: ServiceFile): ApiClient {
  return {
    async request(method: Method, path: string, body?: unknown) {
      const headers = { authorization: `Bearer ${file.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
      try {
        const answer = await fetch(file.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
        return { status: answer.status, body: parsed(await answer.text()) }
      } catch (error) {
        throw new CommandError(`the service at ${file.url} (process ${file.pid}) does not answer: ${errorText(error)}`)
      }
    },
    close: async () => undefined,
  }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return text
  }
}

/** No service runs: the same application, without broker and beats, answers in this process. */
async function inProcess(config: Config): Promise<ApiClient> {
  const service = await openService({ ...config, roles: [] }, { listen: false, pretty: true })
  return {
    async request(method: Method, path: string, body?: unknown) {
      const headers = { authorization: `Bearer ${service.token}` }
      const answer = await service.inject({ method, url: path, headers, ...(body === undefined ? {} : { payload: body as object }) })
      return { status: answer.statusCode, body: parsed(answer.payload) }
    },
    close: () => service.stop(),
  }
}

export async function connect(file: string | null): Promise<ApiClient> {
  const config = configOf({ file })
  const running = readServiceFile(config.data.dir)
  return running ? overHttp(running) : inProcess(config)
}

export async function connectRunning(file: string | null): Promise<ApiClient> {
  const config = configOf({ file })
  const running = readServiceFile(config.data.dir)
  if (running) return overHttp(running)
  throw new CommandError(
    `no service runs on the data folder "${config.data.dir}"; \`npm start\` or \`campus start --config FILE\` starts one`,
  )
}
