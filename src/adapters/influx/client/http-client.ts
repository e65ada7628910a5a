/**
 * HTTP to InfluxDB with bounds on everything: time, size of an answer, sockets. An answer that is cut off is an error, never a short
 * result. The password goes into a header and never into a message.
 */

import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { StringDecoder } from 'node:string_decoder'
import { errorText } from '../../../kernel/index.ts'
import { PortError } from '../../../ports/index.ts'
import { createShutdownDeadline, type ShutdownDeadline } from './shutdown-deadline.ts'

export interface HttpOptions {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly username: string | null
  readonly password: string | null
  /** A request fails when the server sends no byte for this long. */
  readonly timeoutMs: number
}

export interface Answer {
  readonly status: number
  /** The body, ANSWER_CHARS at most. */
  readonly text: string
}

export interface HttpClient {
  /** Address of the server, for messages. */
  readonly address: string
  post(path: string, body: string, headers?: OutgoingHttpHeaders): Promise<Answer>
  /** Passes the lines of a 200 answer to `onLine` as they arrive; any other answer is as of `post`. When `onLine` throws, the request ends. */
  lines(path: string, body: string, onLine: (line: string) => void): Promise<Answer>
  /** Every request fails when it expires. */
  readonly deadline: ShutdownDeadline
  close(): void
}

const ANSWER_CHARS = 64 * 1024
/** Longest chunk of rows; queries ask InfluxDB for 10,000 rows a chunk. */
const LINE_CHARS = 64 * 1024 * 1024
const SOCKETS = 8

interface Sink {
  /** True when the part is progress: the time limit restarts. */
  data(part: Buffer): boolean
  end(): string
}

type Receive = (answer: IncomingMessage) => Sink

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** A short body, or one that InfluxDB did not write: all of it must arrive within the time limit. */
const short: Receive = () => {
  const decoder = new StringDecoder('utf8')
  let text = ''
  return {
    data(part) {
      text += decoder.write(part)
      if (text.length > ANSWER_CHARS) throw new PortError('unavailable', 'the store sent a long text instead of a short answer')
      return false
    },
    end: () => text,
  }
}

function byLine(onLine: (line: string) => void): Receive {
  return (answer) => {
    if (answer.statusCode !== 200) return short(answer)
    const decoder = new StringDecoder('utf8')
    let rest = ''
    return {
      data(part) {
        rest += decoder.write(part)
        let from = 0
        for (let to = rest.indexOf('\n'); to >= 0; to = rest.indexOf('\n', from)) {
          if (to > from) onLine(rest.slice(from, to))
          from = to + 1
        }
        rest = rest.slice(from)
        if (rest.length > LINE_CHARS) throw new PortError('unavailable', 'the store sent a chunk of rows that is too large to be one')
        return true
      },
      end() {
        if (rest !== '') onLine(rest)
        return ''
      },
    }
  }
}

export function createHttpClient(options: HttpOptions): HttpClient {
  const { host, port, secure, username, password, timeoutMs } = options
  const address = `${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`
  const agent = secure ? new SecureAgent({ keepAlive: true, maxSockets: SOCKETS }) : new Agent({ keepAlive: true, maxSockets: SOCKETS })
  const startRequest = secure ? secureRequest : request
  const authorization =
    username === null ? {} : { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` }

  const unavailable = (why: string, cause?: unknown): PortError =>
    new PortError('unavailable', `the store at ${address} ${why}; is InfluxDB running there?`, { cause })

  const deadline = createShutdownDeadline(address)

  function attempt(path: string, what: { body: string; headers: OutgoingHttpHeaders; receive: Receive }): Promise<Answer | 'stale'> {
    return new Promise((resolve, reject) => {
      const outgoing = startRequest({ host, port, path, method: 'POST', agent, headers: { ...authorization, ...what.headers } })
      const failed = (error: Error): void => {
        clearTimeout(timer)
        outgoing.destroy()
        // The server closed a kept-alive connection before this request: nothing was answered, so a new connection is tried at once.
        if (outgoing.reusedSocket && !answered && 'code' in error && error.code === 'ECONNRESET') resolve('stale')
        else
          reject(
            error instanceof PortError
              ? error
              : unavailable(`does not answer (${'code' in error ? String(error.code) : error.message})`, error),
          )
      }
      let answered = false
      const timer = setTimeout(() => failed(unavailable(`has not answered within ${timeoutMs} ms`)), timeoutMs)
      outgoing.on('error', failed)
      outgoing.on('close', deadline.onExpiry(failed))
      outgoing.on('response', (answer) => {
        answered = true
        receiveAll(answer, { receive: what.receive, timer }).then(resolve, (error: unknown) => {
          failed(error instanceof PortError ? error : unavailable(`cut its answer off (${errorText(error)})`))
        })
      })
      outgoing.end(what.body)
    })
  }

  async function send(path: string, what: { body: string; headers: OutgoingHttpHeaders; receive: Receive }): Promise<Answer> {
    deadline.check()
    for (let tries = 0; tries < SOCKETS + 1; tries++) {
      const answer = await attempt(path, what)
      if (answer !== 'stale') return answer
    }
    throw unavailable('closes every connection')
  }

  return {
    address,
    post: (path, body, headers = {}) => send(path, { body, headers, receive: short }),
    lines: (path, body, onLine) => send(path, { body, headers: FORM, receive: byLine(onLine) }),
    deadline: deadline,
    close() {
      deadline.close()
      agent.destroy()
    },
  }
}

function receiveAll(answer: IncomingMessage, how: { receive: Receive; timer: NodeJS.Timeout }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sink = how.receive(answer)
    const guarded = (work: () => void): void => {
      try {
        work()
      } catch (error) {
        answer.destroy()
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    }
    answer.on('data', (part: Buffer) => {
      guarded(() => sink.data(part) && how.timer.refresh())
    })
    answer.on('end', () => {
      clearTimeout(how.timer)
      guarded(() => resolve({ status: answer.statusCode ?? 0, text: sink.end() }))
    })
    answer.on('error', reject)
    answer.on('close', () => reject(new Error('closed before its end')))
  })
}
