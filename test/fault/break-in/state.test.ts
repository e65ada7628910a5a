/** Attacks on stored state: a damaged byte where a token was revoked, a lost end of the records, and a missing file. */

import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { campus, type Service, startService, tempDir } from '../../support/process/service.ts'

const CAMPUS = 'campus: { id: park, timezone: Asia/Shanghai }\nsources: [{ id: native, preset: native }]\n'

interface Made {
  readonly id: string
  readonly token: string
}

const statusOf = async (service: Service, token: string): Promise<number> =>
  (await fetch(`${service.url}/api/v1/campus`, { headers: { authorization: `Bearer ${token}` } })).status

/** A stopped service with two tokens, one of them revoked. */
async function stoppedService(): Promise<{ dataDir: string; kept: Made; revoked: Made; start: () => Promise<Service> }> {
  const dataDir = tempDir('state')
  const start = (): Promise<Service> => startService({ config: CAMPUS, dataDir })
  const service = await start()
  const kept = await service.post<Made>('/api/v1/tokens', { role: 'viewer' })
  const revoked = await service.post<Made>('/api/v1/tokens', { role: 'admin' })
  const headers = { authorization: `Bearer ${service.token}` }
  await fetch(`${service.url}/api/v1/tokens/${revoked.id}`, { method: 'DELETE', headers })
  expect([await statusOf(service, kept.token), await statusOf(service, revoked.token)]).toEqual([200, 401])
  await service.stop()
  return { dataDir, kept, revoked, start }
}

describe('stored state', () => {
  it('with a damaged byte revives no revoked token: older tokens are suspended, that of the machine works, and new ones can be made', async () => {
    const { dataDir, kept, revoked, start } = await stoppedService()
    const file = join(dataDir, 'state.log')
    const bytes = readFileSync(file)
    bytes[bytes.indexOf('"revoked"') + 3] = 0x58
    writeFileSync(file, bytes)
    for (let restart = 0; restart < 2; restart++) {
      const service = await start()
      expect(service.eventCodes()).toContain('records-corrupt')
      expect([await statusOf(service, kept.token), await statusOf(service, revoked.token), await statusOf(service, service.token)]).toEqual(
        [401, 401, 200],
      )
      const fresh = await service.post<Made>('/api/v1/tokens', { role: 'viewer' })
      expect(await statusOf(service, fresh.token)).toBe(200)
      await service.stop()
    }
  })

  it('whose last records are cut off revives no revoked token either', async () => {
    const { dataDir, revoked, start } = await stoppedService()
    const file = join(dataDir, 'state.log')
    const text = readFileSync(file, 'utf8')
    truncateSync(file, text.lastIndexOf('\n', text.indexOf('"revoked"')) + 1)
    const service = await start()
    expect(await statusOf(service, revoked.token)).toBe(401)
    await service.stop()
  })

  it('without state.log beside a full store does not start, and says what to do', async () => {
    const { dataDir } = await stoppedService()
    rmSync(join(dataDir, 'state.log'))
    const config = join(tempDir('config'), 'campus.yaml')
    writeFileSync(config, CAMPUS)
    const env = { CAMPUS__DATA__DIR: dataDir, CAMPUS__HTTP__PORT: '0', CAMPUS__BROKER__PORT: '0' }
    const started = startService({ configFile: config, dataDir, env }).then(
      async (service) => service.stop().then(() => null),
      () => campus(['start', '--config', config], { env }),
    )
    const refused = await started
    expect(refused?.code).toBe(1)
    expect(refused?.err).toMatch(/state\.log" is missing beside .*Restore it from a backup; to begin without them, create it empty/)
  })
})
