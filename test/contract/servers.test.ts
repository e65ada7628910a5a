/** The rig itself: the real servers that contract, flow and fault tests stand on. */

import { existsSync } from 'node:fs'
import { connectAsync } from 'mqtt'
import { describe, expect, it } from 'vitest'
import { findServer, type RunningServer, startInfluxd, startMosquitto, without } from '../support/process/servers.ts'

async function influx(server: RunningServer, path: string, body?: string): Promise<string> {
  const answer = await fetch(server.url + path, body === undefined ? {} : { method: 'POST', body })
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
  return answer.text()
}

const CREATE = `/query?q=${encodeURIComponent('CREATE DATABASE rig')}`
const SELECT = `/query?db=rig&q=${encodeURIComponent('SELECT v FROM m')}`

describe.skipIf(findServer('mosquitto') === null)(`a real Mosquitto${without('mosquitto')}`, () => {
  it('started by the tests delivers a message and is gone after its stop', async () => {
    const server = await startMosquitto()
    const client = await connectAsync(server.url)
    await client.subscribeAsync('rig/#', { qos: 1 })
    const arrived = new Promise<string>((resolve) => client.once('message', (topic, payload) => resolve(`${topic} ${payload.toString()}`)))
    await client.publishAsync('rig/a', 'hello', { qos: 1 })
    expect(await arrived).toBe('rig/a hello')
    await client.endAsync()
    await server.stop()
    expect(server.process.exitCode ?? server.process.signalCode).not.toBeNull()
  })

  it('started by the tests reports its log when its configuration is wrong', async () => {
    await expect(startMosquitto({ config: ['no_such_option true'] })).rejects.toThrow(/no_such_option/)
  })
})

describe.skipIf(findServer('influxd') === null)(`a real InfluxDB${without('influxd')}`, () => {
  it('started by the tests keeps what was written across a kill and a restart', async () => {
    const server = await startInfluxd()
    await influx(server, CREATE, '')
    await influx(server, '/write?db=rig', 'm v=42 1')
    await server.kill()
    await server.restart()
    expect(await influx(server, SELECT)).toContain('42')
    await server.stop()
  })
})

describe('the search for a server binary', () => {
  it('gives null when neither environment nor path has it, and prefers the environment', () => {
    const before = process.env['CAMPUS_TEST_CHROMIUM']
    const found = findServer('chromium')
    expect(found === null || existsSync(found)).toBe(true)
    process.env['CAMPUS_TEST_CHROMIUM'] = '/somewhere/chromium'
    expect(findServer('chromium')).toBe('/somewhere/chromium')
    if (before === undefined) delete process.env['CAMPUS_TEST_CHROMIUM']
    else process.env['CAMPUS_TEST_CHROMIUM'] = before
  })
})
