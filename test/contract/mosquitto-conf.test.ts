/** deploy/mosquitto.conf, its access list and its start script on the real Mosquitto: what each setting is there for, and what happens without it. */

import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  findServer,
  type RunningServer,
  type ShippedMosquitto,
  startMosquitto,
  startShippedMosquitto,
  without,
} from '../support/process/servers.ts'
import { eventually } from '../support/process/service.ts'

const PASSWORDS = { MQTT_SERVICE_PASSWORD: 'service-secret', MQTT_SIMULATOR_PASSWORD: 'simulator-secret' }
const SERVICE: IClientOptions = { username: 'campus', password: PASSWORDS.MQTT_SERVICE_PASSWORD, reconnectPeriod: 0 }
const SIMULATOR: IClientOptions = { username: 'simulator', password: PASSWORDS.MQTT_SIMULATOR_PASSWORD, reconnectPeriod: 0 }
const absent = findServer('mosquitto') === null && process.env['CI'] !== 'true'

const connect = (server: RunningServer, options: IClientOptions): Promise<MqttClient> => mqtt.connectAsync(server.url, options, false)

/** A session of MQTT 3.1.1, which says nothing about how much it takes: all depends on the broker. */
const lasting = (login: IClientOptions, clientId: string): IClientOptions => ({ ...login, clientId, clean: false, protocolVersion: 4 })

async function subscribeAndLeave(server: RunningServer, session: IClientOptions): Promise<void> {
  const client = await connect(server, session)
  await client.subscribeAsync('campus/#', { qos: 1 })
  await client.endAsync()
}

/** Resolves when the broker has acknowledged every one. */
async function publish(server: RunningServer, login: IClientOptions, count: number): Promise<void> {
  const client = await connect(server, login)
  await Promise.all(Array.from({ length: count }, (_, i) => client.publishAsync('campus/park/meter/telemetry', String(i), { qos: 1 })))
  await client.endAsync()
}

/**
 * What comes when the session connects again: everything up to a mark that is published once the broker has handed over what waited. The
 * broker keeps the order, so nothing can come behind the mark.
 */
async function fetchAll(
  server: RunningServer,
  session: IClientOptions,
  login: IClientOptions,
): Promise<{ resumed: boolean; texts: string[] }> {
  const client = mqtt.connect(server.url, session)
  const texts: string[] = []
  client.on('message', (_topic, payload) => texts.push(payload.toString()))
  const resumed = await new Promise<boolean>((resolve, reject) => {
    client.once('connect', (packet) => resolve(packet.sessionPresent))
    client.once('error', reject)
  })
  if (resumed) {
    const marker = await connect(server, login)
    await eventually('the mark', async () => {
      await marker.publishAsync('campus/park/meter/telemetry', 'mark', { qos: 1 })
      return texts.includes('mark')
    })
    await marker.endAsync()
  }
  await client.endAsync(true)
  return { resumed, texts: [...new Set(texts.filter((t) => t !== 'mark'))] }
}

/** MQTT 5 says it. Mosquitto 2.0.11 may end a connection after a refusal, so each topic has one of its own. */
async function expectRefused(server: RunningServer, login: IClientOptions, topics: readonly string[]): Promise<void> {
  for (const topic of topics) {
    const bold = await connect(server, { ...login, protocolVersion: 5 })
    await expect(bold.publishAsync(topic, '{}', { qos: 1 }), topic).rejects.toThrow(/not authorized/i)
    bold.end(true)
  }
}

describe('deploy/mosquitto.conf', () => {
  const config = readFileSync(join(import.meta.dirname, '../../deploy/mosquitto.conf'), 'utf8')
  const settings = new Map(
    config
      .split('\n')
      .filter((line) => /^[a-z]/.test(line))
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  )

  it('holds the settings without which messages are lost', () => {
    expect(Object.fromEntries(settings)).toMatchObject({
      allow_anonymous: 'false',
      use_username_as_clientid: 'true',
      max_queued_messages: '0',
      max_queued_bytes: '268435456',
      max_inflight_messages: '1000',
      max_packet_size: '131072',
      persistence: 'true',
      autosave_interval: '1',
      persistent_client_expiration: '14d',
    })
    expect(settings.has('set_tcp_nodelay')).toBe(false)
  })

  it('explains each group of settings in a comment', () => {
    for (const group of config.split('\n\n').filter((g) => /^(?!listener)[a-z]/m.test(g))) expect(group, group).toMatch(/^#/)
  })
})

describe.skipIf(absent)(`Mosquitto with the shipped configuration${without('mosquitto')}`, () => {
  let server: ShippedMosquitto
  beforeAll(async () => {
    server = await startShippedMosquitto(PASSWORDS)
  })
  afterAll(async () => {
    await server?.stop()
  })

  it('keeps 5,000 acknowledged messages for a session that is away', async () => {
    const session = lasting(SERVICE, 'away')
    await subscribeAndLeave(server, session)
    await publish(server, SIMULATOR, 5000)
    const { resumed, texts } = await fetchAll(server, session, SIMULATOR)
    expect([resumed, texts.length]).toEqual([true, 5000])
  })

  it('refuses a login without a name, with a wrong password, or with an unknown name', async () => {
    for (const login of [{}, { ...SERVICE, password: 'wrong' }, { username: 'nobody', password: 'service-secret' }])
      await expect(connect(server, { ...login, reconnectPeriod: 0 })).rejects.toThrow(/not authorized/i)
  })

  it('keeps passwords hashed, in a file that only the broker can read', () => {
    const file = join(server.folder('/run/mosquitto'), 'passwords')
    expect(statSync(file).mode & 0o077).toBe(0)
    const text = readFileSync(file, 'utf8')
    expect(text.match(/^(campus|simulator):\$\d\$/gm)).toHaveLength(2)
    for (const secret of Object.values(PASSWORDS)) expect(text + server.log()).not.toContain(secret)
  })

  it('closes the connection of a device whose packet is too large', async () => {
    const client = await connect(server, { ...SIMULATOR, protocolVersion: 4 })
    const ended = new Promise<void>((resolve) => client.once('close', resolve))
    client.on('error', () => undefined)
    client.publish('campus/park/meter/telemetry', Buffer.alloc(200_000), { qos: 1 }, () => undefined)
    await ended
    client.end(true)
  })

  it('keeps sessions and their queued messages across a stop', async () => {
    const session = lasting(SERVICE, 'stopped')
    await subscribeAndLeave(server, session)
    await publish(server, SIMULATOR, 100)
    await server.restart()
    const { resumed, texts } = await fetchAll(server, session, SIMULATOR)
    expect([resumed, texts.length]).toEqual([true, 100])
  })

  describe('and a device login', () => {
    const DEVICE: IClientOptions = { username: 'plug-1', password: 'plug-secret', reconnectPeriod: 0 }
    let service: MqttClient
    const heard: string[] = []

    beforeAll(async () => {
      const devices = join(server.folder('/mosquitto/data'), 'devices')
      // As docs/deployment.md says; a name of ours among them must change nothing.
      for (const [name, password] of [
        ['plug-1', 'plug-secret'],
        ['campus', 'stolen'],
      ])
        expect(spawnSync('mosquitto_passwd', ['-b', devices, name ?? '', password ?? '']).status).toBe(0)
      await server.restart()
      service = await connect(server, SERVICE)
      service.on('message', (topic) => heard.push(topic))
      await service.subscribeAsync(['campus/#', 'other/#'], { qos: 1 })
    })
    afterAll(async () => {
      await service?.endAsync()
    })

    it('accepts what the device publishes for itself and refuses what it publishes for another', async () => {
      const strange = ['campus/park/plug-2/telemetry', 'campus/park/plug-1/command', 'campus/park/plug-2/status', 'other/plug-1/telemetry']
      await expectRefused(server, DEVICE, strange)
      const device = await connect(server, DEVICE)
      const allowed = ['telemetry', 'status', 'ack'].map((kind) => `campus/park/plug-1/${kind}`)
      for (const topic of allowed) await device.publishAsync(topic, '{}', { qos: 1 })
      await eventually('what is allowed', () => heard.length >= allowed.length)
      expect(heard).toEqual(allowed)
      await device.endAsync()
    })

    it('lets the device receive only its own commands', async () => {
      const device = await connect(server, DEVICE)
      const commands: string[] = []
      device.on('message', (topic) => commands.push(topic))
      await device.subscribeAsync('#', { qos: 1 })
      for (const topic of ['campus/park/plug-2/command', 'campus/park/plug-1/command']) await service.publishAsync(topic, '{}', { qos: 1 })
      await eventually('its command', () => commands.length > 0)
      expect(commands).toEqual(['campus/park/plug-1/command'])
      await device.endAsync()
    })

    it('lets the simulators publish only for the reference campus', async () => {
      heard.length = 0
      await expectRefused(server, SIMULATOR, ['campus/lab/x/telemetry', 'campus/park/x/command'])
      const simulator = await connect(server, SIMULATOR)
      await simulator.publishAsync('campus/park/x/telemetry', '{}', { qos: 1 })
      await eventually('what is allowed', () => heard.length > 0)
      expect(heard).toEqual(['campus/park/x/telemetry'])
      await simulator.endAsync()
    })

    it('gives no device the rights of the service through its name', async () => {
      await expect(connect(server, { username: 'campus', password: 'stolen', reconnectPeriod: 0 })).rejects.toThrow(/not authorized/i)
    })
  })
})

describe.skipIf(absent)(`Mosquitto killed with SIGKILL${without('mosquitto')}`, () => {
  it('has the messages of its last save, at most a second old, with the shipped configuration', async () => {
    const server = await startShippedMosquitto(PASSWORDS)
    const session = lasting(SERVICE, 'killed')
    await subscribeAndLeave(server, session)
    await publish(server, SIMULATOR, 100)
    const acknowledged = Date.now()
    const file = join(server.folder('/mosquitto/data'), 'mosquitto.db')
    await eventually(
      'a write after the last acknowledgement',
      () => (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > acknowledged,
    )
    await server.kill()
    await server.restart()
    const { resumed, texts } = await fetchAll(server, session, SIMULATOR)
    expect([resumed, texts.length]).toEqual([true, 100])
    await server.stop()
  })

  it('has neither messages nor session with the default save interval', async () => {
    const server = await startShippedMosquitto(PASSWORDS, (config) => config.replace(/^autosave_.*$/gm, ''))
    const session = lasting(SERVICE, 'forgotten')
    await subscribeAndLeave(server, session)
    await publish(server, SIMULATOR, 100)
    await server.kill()
    await server.restart()
    expect(await fetchAll(server, session, SIMULATOR)).toEqual({ resumed: false, texts: [] })
    await server.stop()
  })
})

describe.skipIf(absent)(`Mosquitto with its default configuration${without('mosquitto')}`, () => {
  it('loses 4,000 of 5,000 acknowledged messages', async () => {
    // Its own defaults for what is shipped otherwise.
    const server = await startMosquitto({ config: ['max_queued_messages 1000', 'max_inflight_messages 20'] })
    const session = lasting({ reconnectPeriod: 0 }, 'away')
    await subscribeAndLeave(server, session)
    await publish(server, { reconnectPeriod: 0 }, 5000)
    const { resumed, texts } = await fetchAll(server, session, { reconnectPeriod: 0 })
    expect(resumed).toBe(true)
    expect(texts.length).toBeLessThan(1100)
    await server.stop()
  })
})
