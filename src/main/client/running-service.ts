/** The service that runs on a data folder, found by the file it leaves there, and asked over loopback. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning } from '../../adapters/system/lock.ts'
import { type ApiClient, CommandError } from '../../cli/support/command.ts'
import { errorText } from '../../kernel/index.ts'
import { campusFile, readCampusFile } from '../campus-file.ts'

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

/** Null when no process runs that wrote it. */
export function readServiceFile(dataDir: string): ServiceFile | null {
  try {
    const file = JSON.parse(readFileSync(serviceFile(dataDir), 'utf8')) as ServiceFile
    return isRunning(file.pid) ? file : null
  } catch {
    return null
  }
}

/** `token`: of somebody else than this machine's own admin; null: his. */
export function clientOver(file: ServiceFile, token: string | null = null): ApiClient {
  return {
    async request(method, path, body) {
      const headers = {
        authorization: `Bearer ${token ?? file.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      }
      try {
        const answer = await fetch(file.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
        return { status: answer.status, body: parseBody(await answer.text()) }
      } catch (error) {
        throw new CommandError(`the service at ${file.url} (process ${file.pid}) does not answer: ${errorText(error)}`)
      }
    },
    close: async () => undefined,
  }
}

/** JSON where it is JSON, the text elsewhere, null for an empty body. */
export function parseBody(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return text
  }
}

const DEFAULT_DATA_DIR = './data'
const DATA_KEY = /^(\{|["']?data["']?\s*:)/m

/** The data folder of a campus file, without the seconds that a check of the whole file takes. Includes cannot set it. */
async function dataDirOf(file: string): Promise<string> {
  const fromEnvironment = process.env['CAMPUS__DATA__DIR']
  if (fromEnvironment) return fromEnvironment
  const text = readCampusFile(file)
  if (!DATA_KEY.test(text)) return DEFAULT_DATA_DIR
  const { configOf } = await import('../configuration.ts')
  return configOf({ file }).data.dir
}

/** A client of the running service; a CommandError when there is none. */
export async function connectRunning(file: string | null, token: string | null = null): Promise<ApiClient> {
  const dir = await dataDirOf(campusFile({ file }).file)
  const running = readServiceFile(dir)
  if (running !== null) return clientOver(running, token)
  throw new CommandError(`no service runs on the data folder "${dir}"; \`npm start\` or \`campus start --config FILE\` starts one`)
}
