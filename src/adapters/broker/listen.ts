/** Listens on a port. Devices send their password to whoever listens there, so another process on it ends the start; only a demo moves on. */

import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { PortError } from '../../ports/index.ts'
import { findPortHolder } from './port-holder.ts'

export interface ListenOptions {
  readonly host: string
  /** 0 for any. */
  readonly port: number
  /** A port that is taken is replaced by the next free one. */
  readonly replace: boolean
}

const TRIES = 50

/** Resolves to the port it listens on. Rejects with `unavailable` when the address cannot be used, and names who has the port. */
export async function listen(server: Server, { host, port: first, replace }: ListenOptions): Promise<number> {
  const last = replace ? Math.min(first + TRIES, 65_535) : first
  for (let port = first; port <= last; port++) {
    try {
      server.listen(port, host)
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== 'EADDRINUSE')
        throw new PortError('unavailable', `cannot listen for MQTT on "${host}:${port}": ${message}; set broker host and port`)
    }
  }
  if (replace) throw new PortError('unavailable', `ports ${first} to ${last} of "${host}" are all taken; set another broker port`)
  const holder = findPortHolder(first) ?? 'another process'
  throw new PortError(
    'unavailable',
    `${holder} listens on the MQTT port ${host}:${first}: devices would send their messages and passwords there; stop it, or set another port (broker.port, CAMPUS__BROKER__PORT)`,
  )
}
