/** Attacks on the embedded broker: strangers of the network, a stranger on its port, and clients that fill its memory. */

import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { campus, startService, tempDir } from '../../support/process/service.ts'

const CAMPUS = 'campus: { id: park, timezone: Asia/Shanghai }\nsources: [{ id: native, preset: native }]\n'

/** A start that should fail: its exit code and what it printed, or null when it runs after all. */
async function refusedStart(env: Readonly<Record<string, string>>, text = CAMPUS): Promise<{ code: number | null; err: string } | null> {
  const dir = tempDir('refused')
  const file = join(dir, 'campus.yaml')
  writeFileSync(file, text)
  const settings = { CAMPUS__DATA__DIR: dir, CAMPUS__HTTP__PORT: '0', ...env }
  const started = startService({ configFile: file, dataDir: dir, env: settings }).then(
    async (service) => {
      await service.stop()
      return null
    },
    () => campus(['start', '--config', file], { env: { CAMPUS__BROKER__PORT: '0', ...settings } }),
  )
  return started
}

describe('the embedded broker', () => {
  it('beyond loopback without a password is refused, and starts only where the campus file says anonymous', async () => {
    const refused = await refusedStart({ CAMPUS__BROKER__HOST: '0.0.0.0' })
    expect(refused?.code).toBe(2)
    expect(refused?.err).toContain('CAMPUS__BROKER__HOST: the embedded broker would listen on "0.0.0.0" without a password')
    const service = await startService({
      config: CAMPUS,
      env: { CAMPUS__BROKER__HOST: '0.0.0.0', CAMPUS__BROKER__ANONYMOUS: 'true' },
    })
    expect(service.eventCodes()).toContain('broker-open')
    await service.stop()
  })

  it('on a written port that is taken ends the start and names who has it', async () => {
    const stranger = createServer().listen(0, '127.0.0.1')
    await once(stranger, 'listening')
    const { port } = stranger.address() as AddressInfo
    const refused = await refusedStart({ CAMPUS__BROKER__PORT: String(port) })
    stranger.close()
    expect(refused?.code).toBe(1)
    expect(refused?.err).toContain(`(process ${process.pid}) listens on the MQTT port 127.0.0.1:${port}`)
  })
})
