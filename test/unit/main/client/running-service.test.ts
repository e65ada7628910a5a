import { writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CommandError } from '../../../../src/cli/support/command.ts'
import { clientOver, connectRunning, readServiceFile, type ServiceFile, serviceFile } from '../../../../src/main/client/running-service.ts'
import { tempFolder } from '../../../support/process/temp-folder.ts'

const service = { url: 'http://127.0.0.1:1', token: 'local_x', broker: null, started_at: '2026-03-02T00:00:00Z' }
/** No process has this id. */
const NOBODY = 2 ** 22 + 1

function campusFile(text: string): string {
  const file = join(tempFolder(), 'campus.yaml')
  writeFileSync(file, text)
  return file
}

describe('the service that runs', () => {
  it('is found by its file while its process lives', () => {
    const dir = tempFolder()
    expect(readServiceFile(dir)).toBeNull()
    writeFileSync(serviceFile(dir), JSON.stringify({ ...service, pid: process.pid }))
    expect(readServiceFile(dir)).toMatchObject({ url: service.url, token: 'local_x' })
    writeFileSync(serviceFile(dir), JSON.stringify({ ...service, pid: NOBODY }))
    expect(readServiceFile(dir)).toBeNull()
  })

  it('is looked for in the folder that the campus file names', async () => {
    const dir = tempFolder()
    const file = campusFile(`campus: { id: test, name: Test, timezone: UTC }\ndata: { dir: ${dir} }\n`)
    await expect(connectRunning(file)).rejects.toThrow(`no service runs on the data folder "${dir}"`)
    writeFileSync(serviceFile(dir), JSON.stringify({ ...service, pid: process.pid }))
    const client = await connectRunning(file)
    await expect(client.request('GET', '/readyz')).rejects.toThrow(`the service at ${service.url} (process ${process.pid}) does not answer`)
  })

  it('is looked for in ./data when the campus file names no folder, whatever else the file holds', async () => {
    const file = campusFile('campus: { id: test }\nunknown-key: 1\n')
    await expect(connectRunning(file)).rejects.toThrow('no service runs on the data folder "./data"')
  })

  it('cannot be looked for without the campus file', async () => {
    const missing = connectRunning(join(tempFolder(), 'none.yaml'))
    await expect(missing).rejects.toBeInstanceOf(CommandError)
    await expect(missing).rejects.toMatchObject({ exit: 2 })
  })
})

/** A server that plays the service: `answers` has the socket of each request. */
async function serviceOf(
  answer: (request: IncomingMessage, nth: number) => string | null,
): Promise<{ file: ServiceFile; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    const body = answer(request, requests.length)
    if (body === null) request.socket.destroy()
    else response.end(body)
  })
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { file: { ...service, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pid: process.pid }, requests }
}

describe('a request of a command', () => {
  it('has a socket of its own, which no idle time of the service can close beneath it', async () => {
    const { file, requests } = await serviceOf(() => '{}')
    const client = clientOver(file)
    for (let i = 0; i < 4; i++) await client.request(i % 2 === 0 ? 'GET' : 'POST', '/x', i % 2 === 0 ? undefined : {})
    expect(new Set(requests.map((r) => r.socket)).size).toBe(4)
    expect(requests.map((r) => r.headers.connection)).toEqual(['close', 'close', 'close', 'close'])
  })

  it('is asked once more after a connection that was closed where it changes nothing', async () => {
    const { file, requests } = await serviceOf((_, nth) => (nth === 1 ? null : '{"ok":true}'))
    await expect(clientOver(file).request('GET', '/x')).resolves.toEqual({ status: 200, body: { ok: true } })
    expect(requests).toHaveLength(2)
  })

  it('is made once where it changes something, and the reason of the failure is named', async () => {
    const { file, requests } = await serviceOf(() => null)
    await expect(clientOver(file).request('POST', '/x', {})).rejects.toThrow(/does not answer: fetch failed \(.+\)/)
    expect(requests).toHaveLength(1)
  })
})
