/** Two ways to the API: over loopback to the service that runs, or into the same application opened in this process. */

import type { ApiClient } from '../../cli/support/command.ts'
import { configOf } from '../configuration.ts'
import { bodyOf, bytesOf, clientOver, readServiceFile, refusalOf } from './running-service.ts'
import type { Service } from '../campus-service.ts'

/** Requests without a socket, as the admin of this machine or as the holder of a token. Closing it stops the service. */
export function clientOf(service: Service, token: string | null = null): ApiClient {
  return {
    async request(method, url, body) {
      const headers = { authorization: `Bearer ${token ?? service.token}` }
      const answer = await service.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body as object }) })
      return { status: answer.statusCode, body: bodyOf(String(answer.headers['content-type'] ?? ''), answer.rawPayload) }
    },
    async *download(url) {
      const headers = { authorization: `Bearer ${token ?? service.token}` }
      const answer = await service.inject({ method: 'GET', url, headers, payloadAsStream: true })
      if (answer.statusCode !== 200) throw refusalOf(await bytesOf(answer.stream()))
      yield* answer.stream() as AsyncIterable<Uint8Array>
    },
    close: () => service.stop(),
  }
}

/** Opens the application in this process, without broker and beats, when no service runs. */
export async function connect(file: string | null, token: string | null = null): Promise<ApiClient> {
  const config = configOf({ file })
  const running = readServiceFile(config.data.dir)
  if (running !== null) return clientOver(running, token)
  const { openService } = await import('../campus-service.ts')
  return clientOf(await openService({ ...config, roles: [] }, { listen: false, pretty: true }), token)
}
