/** The files of `campus broker-config` in a real Mosquitto: who may log in, and what a device may publish and read. */

import { spawn } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { userInfo } from 'node:os'
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endsWithUs } from '../support/process/children.ts'
import { endProcess, findServer, freePort, without } from '../support/process/servers.ts'
import { campus, eventually, tempDir } from '../support/process/service.ts'

const CONFIG = `campus: { id: lab, timezone: UTC }
sites: [{ id: s, kind: office }]
sources:
  - { id: native, preset: native }
  - { id: plugs, preset: tasmota }
  - { id: gateway, topic: "meters/{device}/state", points: { P: { quantity: power, unit: kW } } }
points:
  - { id: lab/a, quantity: power, place: { site: s }, from: [{ source: native, device: meter-a, field: power }] }
  - { id: lab/b, quantity: power, place: { site: s }, from: [{ source: native, device: meter-b, field: power }] }
  - { id: lab/c, quantity: power, place: { site: s }, from: [{ source: plugs, device: plug-c, field: ENERGY.Power }] }
  - { id: lab/d, quantity: power, place: { site: s }, from: [{ source: gateway, device: x, field: P }] }
`
const dir = tempDir('broker-config')
const config = join(dir, 'campus.yaml')
const out = join(dir, 'broker')

interface Written {
  readonly users: readonly { readonly user: string; readonly password: string | null }[]
}

async function write(...more: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
  const { code, out: printed, err } = await campus(['broker-config', out, '--config', config, '--json', ...more])
  expect(code, err).toBe(0)
  return new Map((JSON.parse(printed) as Written).users.map(({ user, password }) => [user, password]))
}

/** Mosquitto acknowledges a refused message or ends the connection. */
async function publish(client: MqttClient, topic: string): Promise<void> {
  const closed = new Promise<void>((resolve) => void client.once('close', () => resolve()))
  await Promise.race([client.publishAsync(topic, '{}', { qos: 1 }).catch(() => undefined), closed])
  client.end(true)
}

describe.skipIf(findServer('mosquitto') === null && process.env['CI'] !== 'true')(
  `the broker of a campus file${without('mosquitto')}`,
  () => {
    let port = 0
    let server: ReturnType<typeof spawn>
    let passwords: ReadonlyMap<string, string | null>
    const clients: MqttClient[] = []

    /** Rejects where the broker refuses the login. */
    async function login(username: string, password: string): Promise<MqttClient> {
      const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { username, password, reconnectPeriod: 0 })
      clients.push(client)
      return client
    }
    const as = (user: string): Promise<MqttClient> => login(user, passwords.get(user) ?? '')

    beforeAll(async () => {
      port = await freePort()
      writeFileSync(config, CONFIG)
      passwords = await write('--listen', `127.0.0.1:${port}`)
      const conf = join(out, 'mosquitto.conf')
      // Started by root it would change to a user who may not enter the folder.
      writeFileSync(conf, `${readFileSync(conf, 'utf8')}user ${userInfo().username}\n`)
      server = endsWithUs(spawn(findServer('mosquitto') ?? '', ['-c', conf], { stdio: 'ignore' }))
      await eventually('the broker', () =>
        as('campus').then(
          () => true,
          () => false,
        ),
      )
    })
    afterAll(async () => {
      for (const client of clients) client.end(true)
      await endProcess(server, 'SIGTERM')
    })

    it('has a user for the service, each device and each gateway, and files that only their owner reads', () => {
      expect([...passwords.keys()]).toEqual(['campus', 'meter-a', 'meter-b', 'plug-c', 'gateway'])
      for (const file of ['passwords', 'acl', 'mosquitto.conf']) expect(statSync(join(out, file)).mode & 0o777).toBe(0o600)
      for (const password of passwords.values()) expect(readFileSync(join(out, 'passwords'), 'utf8')).not.toContain(password)
    })

    it('refuses a wrong password, an unknown user and nobody', async () => {
      await expect(login('meter-a', 'wrong')).rejects.toThrow(/not authorized/i)
      await expect(login('stranger', 'x')).rejects.toThrow(/not authorized/i)
      await expect(mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 })).rejects.toThrow(/not authorized/i)
    })

    it('passes on what a device publishes for itself, and nothing that it publishes for another', async () => {
      const service = await as('campus')
      const received: string[] = []
      service.on('message', (topic) => received.push(topic))
      await service.subscribeAsync(['campus/lab/+/+', 'tele/#', 'stat/#', 'meters/+/state'], { qos: 1 })
      const attempts: readonly (readonly [string, string])[] = [
        ['meter-a', 'campus/lab/meter-b/telemetry'],
        ['meter-a', 'campus/other/meter-a/telemetry'],
        ['meter-a', 'campus/lab/meter-a/command'],
        ['meter-a', 'tele/plug-c/SENSOR'],
        ['plug-c', 'campus/lab/plug-c/telemetry'],
        ['plug-c', 'tele/plug-d/SENSOR'],
        ['gateway', 'tele/plug-c/SENSOR'],
        ['meter-a', 'campus/lab/meter-a/telemetry'],
        ['plug-c', 'tele/plug-c/SENSOR'],
        ['gateway', 'meters/x/state'],
      ]
      for (const [user, topic] of attempts) await publish(await as(user), topic)
      await eventually('the messages that are allowed', () => received.length >= 3)
      expect(received.sort()).toEqual(['campus/lab/meter-a/telemetry', 'meters/x/state', 'tele/plug-c/SENSOR'])
    })

    it('passes commands of the service to the device that they are for, and to no other', async () => {
      const [service, meter, other] = [await as('campus'), await as('meter-a'), await as('meter-b')]
      const heard: string[] = []
      meter.on('message', (topic) => heard.push(`a ${topic}`))
      other.on('message', (topic) => heard.push(`b ${topic}`))
      await meter.subscribeAsync('campus/lab/meter-a/command', { qos: 1 })
      await other.subscribeAsync('campus/lab/meter-a/command', { qos: 1 }).catch(() => undefined)
      await other.subscribeAsync('campus/lab/meter-b/command', { qos: 1 })
      await service.publishAsync('campus/lab/meter-a/command', '{}', { qos: 1 })
      await service.publishAsync('campus/lab/meter-b/command', '{}', { qos: 1 })
      await eventually('both commands', () => heard.length >= 2)
      expect(heard.sort()).toEqual(['a campus/lab/meter-a/command', 'b campus/lab/meter-b/command'])
    })

    it('keeps passwords when the files are written again, gives a new one at --rotate and none after --revoke', async () => {
      const listen = ['--listen', `127.0.0.1:${port}`]
      const again = await write(...listen, '--rotate', 'meter-b', '--revoke', 'plug-c')
      expect([...again]).toEqual([
        ['campus', null],
        ['meter-a', null],
        ['meter-b', expect.any(String)],
        ['gateway', null],
      ])
      server.kill('SIGHUP')
      await eventually('the new password', () =>
        login('meter-b', again.get('meter-b') ?? '').then(
          () => true,
          () => false,
        ),
      )
      await expect(as('meter-b')).rejects.toThrow(/not authorized/i)
      await expect(as('plug-c')).rejects.toThrow(/not authorized/i)
      expect((await write(...listen)).has('plug-c')).toBe(false)
      await as('meter-a')
    })
  },
)
