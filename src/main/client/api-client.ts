/** Two ways to the API: over loopback to the service that runs, or into the same application opened in this process. */

import type { ApiClient } from '../../cli/support/command.ts'
import { configOf } from '../configuration.ts'
import { clientOver, parseBody, readServiceFile } from './running-service.ts'
import type { Service } from '../campus-service.ts'

/** Requests as the admin of this machine, without a socket. Closing it stops the service. */
export function clientOf(service: Service): ApiClient {
  return {
    async request(method, url, body) {
      const headers = { authorization: `Bearer ${service.token}` }
      const answer = await service.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body as object }) })
      return { status: answer.statusCode, body: parseBody(answer.payload) }
    },
    close: () => service.stop(),
  }
}

/** Opens the application in this process, without broker and beats, when no service runs. */
export async function connect(file: string | null): Promise<ApiClient> {
  const config = configOf({ file })
  const running = readServiceFile(config.data.dir)
  if (running !== null) return clientOver(running)
  const { openService } = await import('../campus-service.ts')
  return clientOf(await openService({ ...config, roles: [] }, { listen: false, pretty: true }))
}
