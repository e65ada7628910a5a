/** Listens on the preferred port or the next free one, so that two services on one machine both start. */

import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { PortError } from '../../ports/index.ts'

const TRIES = 50

/** Resolves to the port it listens on; port 0 takes any. Rejects with `unavailable` when the address cannot be used. */
export async function listenNear(server: Server, host: string, preferred: number): Promise<number> {
  for (let port = preferred; ; port++) {
    try {
      server.listen(port, host)
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== 'EADDRINUSE')
        throw new PortError('unavailable', `cannot listen for MQTT on "${host}:${port}": ${message}; set broker host and port`)
      if (port - preferred >= TRIES || port >= 65_535)
        throw new PortError('unavailable', `ports ${preferred} to ${port} of "${host}" are all taken; set another broker port`)
    }
  }
}
