/** The embedded broker of the whole program: users of `campus broker-config`, TLS, and certificates of clients. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect as tcpConnect } from 'node:net'
import { join } from 'node:path'
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAuthority } from '../support/process/certificates.ts'
import { campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const CAMPUS = `campus: { id: lab, timezone: UTC }
sites: [{ id: s, kind: office }]
sources: [{ id: native, preset: native }]
points:
  - { id: lab/a, quantity: power, place: { site: s }, from: [{ source: native, device: meter-a, field: power }] }
  - { id: lab/b, quantity: power, place: { site: s }, from: [{ source: native, device: meter-b, field: power }] }
`
const OWN = 'campus/lab/meter-a/telemetry'
const FOREIGN = 'campus/lab/meter-b/telemetry'
const clients: MqttClient[] = []

async function connect(url: string, options: IClientOptions): Promise<MqttClient> {
  const client = await connectAsync(url, { reconnectPeriod: 0, ...options }, false)
  client.on('error', () => undefined)
  clients.push(client)
  return client
}

const reading = (power: number): string => JSON.stringify({ ts: new Date().toISOString(), values: { power } })

/** The newest value of a point; null without one. */
async function valueOf(service: Service, point: string): Promise<number | null> {
  const { points } = await service.get<{ points: { id: string; last: { value: number } | null }[] }>('/api/v1/points')
  return points.find(({ id }) => id === point)?.last?.value ?? null
}

afterAll(() => {
  for (const client of clients) client.end(true)
})

describe('the embedded broker with the users of a campus file', () => {
  const dir = tempDir('embedded-users')
  const file = join(dir, 'campus.yaml')
  const passwordFile = join(dir, 'broker', 'passwords')
  let service: Service
  let passwords: ReadonlyMap<string, string | null>

  async function write(...more: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const { code, out, err } = await campus(['broker-config', join(dir, 'broker'), '--config', file, '--json', ...more])
    expect(code, err).toBe(0)
    const { users } = JSON.parse(out) as { users: { user: string; password: string | null }[] }
    return new Map(users.map(({ user, password }) => [user, password]))
  }
  const as = (username: string, password = passwords.get(username) ?? ''): Promise<MqttClient> =>
    connect(service.brokerUrl, { username, password })

  beforeAll(async () => {
    writeFileSync(file, CAMPUS)
    passwords = await write()
    writeFileSync(file, `${CAMPUS}broker: { url: embedded, passwords: ${passwordFile} }\n`)
    service = await startService({ configFile: file })
  })
  afterAll(async () => service.stop())

  it('takes what a device publishes under its own name, and nothing under that of another', async () => {
    const device = await as('meter-a')
    await device.publishAsync(FOREIGN, reading(666), { qos: 1 })
    await device.publishAsync(OWN, reading(42), { qos: 1 })
    expect(await eventually('the reading', () => valueOf(service, 'lab/a'))).toBe(42)
    expect(await valueOf(service, 'lab/b')).toBeNull()
  })

  it('lets a device read its own commands only', async () => {
    const device = await as('meter-a')
    const [own, foreign, all] = await Promise.all(
      ['campus/lab/meter-a/command', 'campus/lab/meter-b/command', '#'].map(async (topic) => {
        const [grant] = await device.subscribeAsync(topic, { qos: 1 }).catch(() => [])
        return grant?.qos ?? 128
      }),
    )
    expect([own, foreign, all]).toEqual([1, 128, 128])
  })

  it('refuses a wrong password, a user that the campus file does not have, and a client without a name', async () => {
    await expect(as('meter-a', 'wrong')).rejects.toThrow(/bad username or password/i)
    await expect(as('meter-z', 'x')).rejects.toThrow(/bad username or password/i)
    await expect(connect(service.brokerUrl, {})).rejects.toThrow(/bad username or password/i)
  })

  it('ends the connection of a device whose password is changed, and takes the new one, without a restart', async () => {
    const device = await as('meter-b')
    const other = await as('meter-a')
    const ended = new Promise<void>((resolve) => void device.once('close', () => resolve()))
    const before = passwords.get('meter-b') ?? ''
    passwords = new Map([...passwords, ...[...(await write('--rotate', 'meter-b'))].filter(([, password]) => password !== null)])
    await ended
    await expect(as('meter-b', before)).rejects.toThrow(/bad username or password/i)
    expect((await as('meter-b')).connected).toBe(true)
    expect(other.connected).toBe(true)
  })

  it('gives a device its own client id, so that another one cannot end its session', async () => {
    const device = await as('meter-b')
    let ended = false
    device.once('close', () => (ended = true))
    const thief = await connect(service.brokerUrl, { username: 'meter-a', password: passwords.get('meter-a') ?? '', clientId: 'meter-b' })
    await thief.publishAsync(OWN, reading(7), { qos: 1 })
    await device.publishAsync(FOREIGN, reading(8), { qos: 1 })
    expect(await eventually('the reading', () => valueOf(service, 'lab/b'))).toBe(8)
    expect(ended).toBe(false)
  })

  it('keeps the passwords in force when their file is damaged', async () => {
    const kept = readFileSync(passwordFile, 'utf8')
    writeFileSync(passwordFile, 'meter-a:plain-text\n')
    await eventually('the report', () => (service.output().includes('former passwords stay in force') ? true : null))
    expect((await as('meter-a')).connected).toBe(true)
    writeFileSync(passwordFile, kept)
  })
})

describe('the embedded broker with TLS', () => {
  const dir = tempDir('embedded-tls')
  const [ours, others] = [createAuthority(mkdir(join(dir, 'ours')), 'ours'), createAuthority(mkdir(join(dir, 'others')), 'others')]
  const read = ({ cert, key }: { cert: string; key: string }): IClientOptions => ({ cert: readFileSync(cert), key: readFileSync(key) })
  const trusted: IClientOptions = { ca: [readFileSync(ours.cert)] }
  let service: Service

  beforeAll(async () => {
    const server = ours.issue('server', { hosts: 'IP:127.0.0.1' })
    const tls = `broker: { url: embedded, tls: { cert: ${server.cert}, key: ${server.key}, client_ca: ${ours.cert} } }\n`
    service = await startService({ config: CAMPUS + tls })
  })
  afterAll(async () => service.stop())

  it('knows a device by the name of its certificate, and holds it to its topics', async () => {
    const device = await connect(service.brokerUrl, { ...trusted, ...read(ours.issue('meter-a')) })
    await device.publishAsync(FOREIGN, reading(666), { qos: 1 })
    await device.publishAsync(OWN, reading(43), { qos: 1 })
    expect(await eventually('the reading', () => valueOf(service, 'lab/a'))).toBe(43)
    expect(await valueOf(service, 'lab/b')).toBeNull()
  })

  it('refuses clients without a certificate, with one that has ended, with one of another authority, and without TLS', async () => {
    await expect(connect(service.brokerUrl, trusted)).rejects.toThrow()
    await expect(connect(service.brokerUrl, { ...trusted, ...read(ours.issue('late', { days: -1 })) })).rejects.toThrow()
    await expect(connect(service.brokerUrl, { ...trusted, ...read(others.issue('meter-a')) })).rejects.toThrow()
    const { port } = new URL(service.brokerUrl)
    const plain = tcpConnect(Number(port), '127.0.0.1').on('error', () => undefined)
    const ended = new Promise<void>((resolve) => void plain.once('close', () => resolve()))
    // CONNECT of MQTT 3.1.1 without a client id.
    plain.write(Buffer.from('100c00044d5154540402003c0000', 'hex'))
    await ended
  })

  it('refuses a certificate whose name the campus file does not have, and a user name other than that of the certificate', async () => {
    await expect(connect(service.brokerUrl, { ...trusted, ...read(ours.issue('stranger')) })).rejects.toThrow(/bad username or password/i)
    const claimed = connect(service.brokerUrl, { ...trusted, ...read(ours.issue('meter-b')), username: 'meter-a', password: 'x' })
    await expect(claimed).rejects.toThrow(/bad username or password/i)
  })

  it('shows a certificate that clients can verify, and that does not fit another name', async () => {
    const certificate = read(ours.issue('meter-b'))
    await expect(connect(service.brokerUrl.replace('127.0.0.1', 'localhost'), { ...trusted, ...certificate })).rejects.toThrow()
    await expect(connect(service.brokerUrl, certificate)).rejects.toThrow()
    expect((await connect(service.brokerUrl, { ...trusted, ...certificate })).connected).toBe(true)
  })
})

function mkdir(path: string): string {
  mkdirSync(path, { recursive: true })
  return path
}
