/** docker-compose.clickhouse.yml, held against the file that it changes and the configuration of the service. */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { loadConfig } from '../../src/config/load.ts'
import { DESCRIPTORS } from '../../src/wire/index.ts'

const shipped = (name: string): string => readFileSync(resolve(import.meta.dirname, '../..', name), 'utf8')
const OVERRIDE = { tag: '!override', collection: 'map', resolve: (map: unknown) => map } as const

interface ComposeChange {
  readonly services: Readonly<
    Record<
      string,
      { readonly environment?: Readonly<Record<string, string>>; readonly image?: string; readonly volumes?: readonly string[] }
    >
  >
  readonly volumes: Readonly<Record<string, unknown>>
}

describe('docker-compose.clickhouse.yml', () => {
  const change = parse(shipped('docker-compose.clickhouse.yml'), { customTags: [OVERRIDE] }) as ComposeChange

  it('names a store that the service takes, at the container and with the user that it makes', () => {
    const { clickhouse, app } = change.services
    const env = { ...app?.environment, CAMPUS__STORE__PASSWORD: 'secret' }
    const text = 'campus: { id: park, timezone: UTC }\n'
    const loaded = loadConfig({ file: 'campus.yaml', text, readInclude: () => [], env, conventions: DESCRIPTORS })
    expect(loaded).toMatchObject({ ok: true, config: { store: { url: 'clickhouse://clickhouse:8123/campus', password: 'secret' } } })
    expect(app?.environment?.['CAMPUS__STORE__USERNAME']).toBe(clickhouse?.environment?.['CLICKHOUSE_USER'])
  })

  it('changes services of docker-compose.yml, pins its image, and declares its volume', () => {
    const base = parse(shipped('docker-compose.yml'), { merge: true }) as ComposeChange
    expect(Object.keys(base.services)).toEqual(expect.arrayContaining(['app', 'influxdb']))
    expect(change.services['clickhouse']?.image).toMatch(/:\d+\.\d+$/)
    expect(Object.keys(change.volumes)).toEqual(change.services['clickhouse']?.volumes?.map((volume) => volume.split(':')[0]))
  })
})
