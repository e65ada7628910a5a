/** Secrets of the environment on the real program: its log, every answer of its API, `check --print` and the doctor show none. */

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freePort } from '../support/process/servers.ts'
import { campus, startService, tempDir } from '../support/process/service.ts'

const CONFIG = `campus: { id: lab, timezone: UTC }
sites: [{ id: s, kind: office }]
sources: [{ id: native, preset: native }]
points: [{ id: lab/p, quantity: power, place: { site: s }, from: [{ source: native, device: m, field: power }] }]
`

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

const ENDLESS = new Set(['/api/v1/live', '/api/v1/backup'])

describe('the program with secrets in its environment', () => {
  it('shows none in its log, in any answer of the API, in the printed configuration or in the findings of the doctor', async () => {
    const secrets: string[] = []
    const plant = (): string => {
      const value = `plant${randomBytes(9).toString('hex')}`
      secrets.push(value)
      return value
    }
    const nobody = `127.0.0.1:${await freePort()}`
    const env = {
      // Nobody listens at any of them: failures are logged.
      CAMPUS__BROKER__URL: `mqtt://user:${plant()}@${nobody}`,
      CAMPUS__STORE__URL: `influx://user:${plant()}@${nobody}/lab`,
      CAMPUS__BACKUP__PASSPHRASE: plant(),
      CAMPUS__NOTIFY__WEBHOOK__URL: `http://${nobody}/hook`,
      CAMPUS__NOTIFY__WEBHOOK__SECRET: plant(),
      CAMPUS__NOTIFY__SLACK__URL: `https://${nobody}/services/${plant()}`,
      CAMPUS__NOTIFY__MAIL__SMTP: `smtp://user@${nobody}`,
      CAMPUS__NOTIFY__MAIL__FROM: 'a@lab.example',
      CAMPUS__NOTIFY__MAIL__TO: 'b@lab.example',
      CAMPUS__NOTIFY__MAIL__PASSWORD: plant(),
    }
    const dataDir = tempDir('secrets')
    const service = await startService({ config: CONFIG, dataDir, env })
    const shown = new Map<string, string>()
    try {
      const { paths } = await service.get<OpenApi>('/openapi.json')
      for (const path of Object.keys(paths).filter((p) => paths[p]?.['get'] !== undefined && !p.includes('{') && !ENDLESS.has(p))) {
        const answer = await fetch(service.url + path, { headers: { authorization: `Bearer ${service.token}`, connection: 'close' } })
        shown.set(path, await answer.text())
      }
      const file = service.configFile ?? ''
      for (const args of [['check', '--print'], ['doctor'], ['doctor', '--json']]) {
        const { out, err } = await campus([...args, '--config', file], { env: { ...env, CAMPUS__DATA__DIR: dataDir } })
        shown.set(args.join(' '), out + err)
      }
    } finally {
      await service.stop()
    }
    shown.set('log', service.output())
    shown.set('security.log', readFileSync(join(dataDir, 'security.log'), { encoding: 'utf8', flag: 'a+' }))
    expect(shown.size).toBeGreaterThan(20)
    const found = [...shown].flatMap(([place, text]) => secrets.filter((secret) => text.includes(secret)).map(() => place))
    expect(found).toEqual([])
    expect([...shown].filter(([, text]) => text.includes(service.token)).map(([place]) => place)).toEqual([])
  })
})
