import { createServer } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateOf, tlsAddresses } from '../../../../src/main/doctor/certificate.ts'
import type { Config } from '../../../../src/config/types.ts'

const configOf = (broker: string, store: string, chat: string, tls: Config['broker']['tls'] = null): Config =>
  ({
    broker: { url: broker, host: '0.0.0.0', port: 8883, tls },
    store: { url: store },
    notify: { webhook: { url: 'https://hook.example/x' }, mail: { secure: true, host: 'mail.example', port: 465 }, chats: [{ url: chat }] },
  }) as unknown as Config

describe('the addresses whose certificates are checked', () => {
  it('are those of TLS, each once, with the port of their scheme', () => {
    const found = tlsAddresses(configOf('mqtts://broker.example', 'influxs://db.example:9000/c', 'https://hook.example/y'))
    expect(found.map(({ host, port }) => `${host}:${port}`)).toEqual([
      'broker.example:8883',
      'db.example:9000',
      'hook.example:443',
      'mail.example:465',
    ])
    const plain = tlsAddresses(configOf('embedded', 'duckdb:./data', 'http://127.0.0.1/z'))
    expect(plain.map(({ host }) => host)).toEqual(['hook.example', 'mail.example'])
  })

  it('include that of the embedded broker, where this machine reaches it', () => {
    const found = tlsAddresses(configOf('embedded', 'duckdb:./data', 'http://127.0.0.1/z', { cert: 'a', key: 'b', clientCa: null }))
    expect(found).toContainEqual({ host: '127.0.0.1', port: 8883 })
  })
})

describe('the certificate of a server', () => {
  const server = createServer((socket) => socket.end('not TLS'))
  let port = 0
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    port = (server.address() as { readonly port: number }).port
  })
  afterAll(() => server.close())

  it('is missing with the reason where the server speaks no TLS, or none listens', async () => {
    expect(await certificateOf({ host: '127.0.0.1', port })).toMatchObject({ validTo: null, failure: expect.stringMatching(/./) })
    expect(await certificateOf({ host: '127.0.0.1', port: 1 })).toMatchObject({
      validTo: null,
      failure: expect.stringContaining('ECONNREFUSED'),
    })
  })
})
