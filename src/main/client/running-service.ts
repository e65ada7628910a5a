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

/** A service that has not answered for so long is asked what it does. */
const QUIET_MS = 3000
/** Work that takes minutes is answered at once, and asked for again: no client and no proxy waits that long. */
const PREFER = 'respond-async, wait=10'
/**
 * Each request has a socket of its own. The service closes one that is kept alive and idle, and on a busy machine that crosses with the next request on
 * it: nobody could say then whether a change was made.
 */
const OWN_SOCKET = { connection: 'close' }

interface Answer {
  readonly status: number
  readonly body: unknown
}

/** `fetch` says what failed in the cause of its error. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? errorText(error.cause) : ''
  return cause === '' ? errorText(error) : `${errorText(error)} (${cause})`
}

const toStderr = (text: string): void => void process.stderr.write(text)

/** `token`: of somebody else than this machine's own admin; null: his. */
export function clientOver(file: ServiceFile, token: string | null = null, print = toStderr): ApiClient {
  async function send(method: string, path: string, body?: unknown): Promise<Answer> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const headers = { authorization: `Bearer ${token ?? file.token}`, prefer: PREFER, ...OWN_SOCKET, ...json }
    const ask = async (): Promise<Answer> => {
      const answer = await fetch(file.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
      return { status: answer.status, body: bodyOf(answer.headers.get('content-type'), new Uint8Array(await answer.arrayBuffer())) }
    }
    try {
      return await (method === 'GET' ? ask().catch(ask) : ask())
    } catch (error) {
      throw new CommandError(`the service at ${file.url} (process ${file.pid}) does not answer: ${reasonOf(error)}`)
    }
  }

  async function finished(method: string, path: string, body?: unknown): Promise<Answer> {
    let answer = await send(method, path, body)
    while (answer.status === 202) answer = await send('GET', `/api/v1/requests/${(answer.body as { request: string }).request}`)
    return answer
  }

  return {
    url: file.url,
    async request(method, path, body) {
      const waiting = sayWhatRuns(() => send('GET', '/api/v1/progress'), print)
      try {
        return await finished(method, path, body)
      } finally {
        waiting.stop()
      }
    },
    async *download(path) {
      const answer = await fetch(file.url + path, {
        headers: { authorization: `Bearer ${token ?? file.token}`, 'accept-encoding': 'identity' },
      })
      if (answer.status !== 200 || answer.body === null) throw refusalOf(Buffer.from(await answer.arrayBuffer()))
      yield* answer.body as AsyncIterable<Uint8Array>
    },
    close: async () => undefined,
  }
}

export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

/** The words of a problem. */
export function refusalOf(body: Buffer): CommandError {
  const problem = parseBody(body.toString()) as { readonly detail?: string; readonly title?: string } | null
  return new CommandError(problem?.detail ?? problem?.title ?? 'the service gave no answer')
}

interface Job {
  readonly name: string
  readonly state: string
  readonly done: number
  readonly total: number | null
  readonly unit: string
}

/** Prints what the service works on while an answer does not come, each state once. */
function sayWhatRuns(progress: () => Promise<Answer>, print: (text: string) => void): { readonly stop: () => void } {
  let last = ''
  const tell = async (): Promise<void> => {
    const { jobs = [] } = (await progress()).body as { readonly jobs?: readonly Job[] }
    const running = jobs
      .filter((job) => job.state === 'running')
      .map(({ name, done, total, unit }) => `${name}: ${done}${total === null ? '' : ` of ${total}`} ${unit}`)
    const text = running.length === 0 ? 'the service works on the answer ...' : `the service is busy: ${running.join('; ')}`
    if (text !== last) print(`${text}\n`)
    last = text
  }
  const timer = setInterval(() => void tell().catch(() => undefined), QUIET_MS)
  return { stop: () => clearInterval(timer) }
}

const BINARY = /^application\/(pdf|zip|octet-stream|vnd\.openxmlformats)/

/** Bytes of a file that is no text; else JSON where it is JSON, the text elsewhere, null for an empty body. */
export function bodyOf(type: string | null, bytes: Uint8Array): unknown {
  return type !== null && BINARY.test(type) ? bytes : parseBody(new TextDecoder().decode(bytes))
}

/** JSON where it is JSON, the text elsewhere, null for an empty body. */
function parseBody(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return text
  }
}

const DEFAULT_DATA_DIR = './data'
const DATA_KEY = /^(\{|["']?data["']?\s*:)/m
/** The folder where it is written plainly, `data: { dir: ./lab }` or on a line of its own below `data:`. */
const PLAIN_DIR = /^data:[ \t]*(?:\{[ \t]*|\r?\n[ \t]+)dir:[ \t]*(["']?)([^\s"'{}#,&*!|>]+)\1[ \t]*(?:\}[ \t]*)?(?:#.*)?$/m

/** The data folder of a campus file, without the seconds that a check of the whole file takes. Includes cannot set it. */
async function dataDirOf(file: string): Promise<string> {
  const fromEnvironment = process.env['CAMPUS__DATA__DIR']
  if (fromEnvironment) return fromEnvironment
  const text = readCampusFile(file)
  if (!DATA_KEY.test(text)) return DEFAULT_DATA_DIR
  const plain = PLAIN_DIR.exec(text)?.[2]
  if (plain !== undefined) return plain
  const { configOf } = await import('../configuration.ts')
  return configOf({ file }).data.dir
}

/** A client of the running service, or null when there is none. */
export async function findRunning(file: string | null, token: string | null = null): Promise<ApiClient | null> {
  const running = readServiceFile(await dataDirOf(campusFile({ file }).file))
  return running === null ? null : clientOver(running, token)
}

/** The same; a CommandError when there is none. */
export async function connectRunning(file: string | null, token: string | null = null): Promise<ApiClient> {
  const client = await findRunning(file, token)
  if (client !== null) return client
  const dir = await dataDirOf(campusFile({ file }).file)
  throw new CommandError(`no service runs on the data folder "${dir}"; \`npm start\` or \`campus start --config FILE\` starts one`)
}
