/** A TCP server on the wanted port, or the next free one: two services on one machine should both start. */

import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { PortError } from '../../ports/index.ts'

const TRIES = 50

/** Resolves with the port it listens on; port 0 takes any. Rejects with `unavailable` when the address cannot be used at all. */
export async function listenNear(server: Server, host: string, wanted: number): Promise<number> {
  for (let port = wanted; ; port++) {
    try {
      server.listen(port, host)
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== 'EADDRINUSE')
        throw new PortError('unavailable', `cannot listen for MQTT on "${host}:${port}": ${message}; set broker host and port`)
      if (port - wanted >= TRIES || port >= 65_535)
        throw new PortError('unavailable', `ports ${wanted} to ${port} of "${host}" are all taken; set another broker port`)
    }
  }
}
