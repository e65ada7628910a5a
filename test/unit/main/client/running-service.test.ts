import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CommandError } from '../../../../src/cli/support/command.ts'
import { connectRunning, readServiceFile, serviceFile } from '../../../../src/main/client/running-service.ts'
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
