/** Attacks on the HTTP edge that need sockets: headers that never end, and connections that are only held. */

import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { eventually, type Service, startService } from '../../support/process/service.ts'

const CAMPUS = 'campus: { id: park, timezone: Asia/Shanghai }\nsources: [{ id: native, preset: native }]\n'

async function held(service: Service, from: string, count: number, first: string): Promise<{ sockets: Socket[]; closed: () => number }> {
  const port = Number(new URL(service.url).port)
  let closed = 0
  const sockets = Array.from({ length: count }, () => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from })
    socket.on('error', () => undefined).on('close', () => closed++)
    return socket
  })
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  for (const socket of sockets) socket.write(first)
  return { sockets, closed: () => closed }
}

/** Status of a request from an address of this machine. */
function statusFrom(service: Service, localAddress: string): Promise<number | null> {
  return new Promise((resolve) => {
    const asked = request(`${service.url}/livez`, { localAddress, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? null)
    })
    asked.on('error', () => resolve(null))
    asked.end()
  })
}

describe('the HTTP edge', () => {
  it('closes connections whose headers never end, whatever comes meanwhile, and answers others', async () => {
    const service = await startService({ config: CAMPUS })
    const { sockets, closed } = await held(service, '127.0.0.2', 100, 'GET /livez HTTP/1.1\r\nhost: x\r\n')
    const drip = setInterval(() => sockets.forEach((socket) => socket.writable && socket.write('x-a: b\r\n')), 500)
    try {
      expect(await statusFrom(service, '127.0.0.1')).toBe(200)
      await eventually('all of them to be closed', () => closed() === 100, 30_000)
    } finally {
      clearInterval(drip)
      await service.stop()
    }
  })

  it('lets one address hold 500 connections, and answers others', async () => {
    const service = await startService({ config: CAMPUS })
    const { sockets, closed } = await held(service, '127.0.0.2', 700, 'GET /livez HTTP/1.1\r\nhost: x\r\n')
    try {
      await eventually('what is too many to be closed', () => closed() >= 200)
      expect(closed()).toBeLessThan(700)
      expect([await statusFrom(service, '127.0.0.2'), await statusFrom(service, '127.0.0.3')]).toEqual([null, 200])
    } finally {
      sockets.forEach((socket) => socket.destroy())
      await service.stop()
    }
  })

  it('lets a reverse proxy that the campus file names hold more', async () => {
    const service = await startService({ config: CAMPUS, env: { CAMPUS__HTTP__TRUSTED_PROXIES: '127.0.0.2' } })
    const { sockets } = await held(service, '127.0.0.2', 600, 'GET /livez HTTP/1.1\r\nhost: x\r\n')
    try {
      expect(await statusFrom(service, '127.0.0.2')).toBe(200)
    } finally {
      sockets.forEach((socket) => socket.destroy())
      await service.stop()
    }
  })
})
