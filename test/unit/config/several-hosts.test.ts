import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config/load.ts'
import { DESCRIPTORS } from '../../../src/wire/index.ts'

const load = (broker: string, store = 'duckdb:./data', env: Record<string, string> = {}) =>
  loadConfig({
    file: 'campus.yaml',
    text: `campus: { id: park, timezone: UTC }\nbroker: ${broker}\nstore: ${store}\n`,
    readInclude: () => [],
    env,
    conventions: DESCRIPTORS,
  })

describe('several hosts of one server', () => {
  it('are a list of addresses, or one text with commas, and user and password are those of the first', () => {
    const written = load('{ url: [mqtt://a:1883, mqtt://b:1884] }')
    expect(written).toMatchObject({ ok: true, config: { broker: { url: 'mqtt://a:1883,b:1884', host: 'a', port: 1883 } } })
    const passed = load('embedded', 'duckdb:./data', { CAMPUS__BROKER__URL: 'mqtts://u:p@a,b:8884' })
    expect(passed).toMatchObject({ ok: true, config: { broker: { url: 'mqtts://a,b:8884', username: 'u', password: 'p', port: 8883 } } })
  })

  it('of a broker have one scheme', () => {
    expect(load('{ url: [mqtt://a:1883, mqtts://b:1884] }').ok).toBe(false)
    expect(load('{ url: [embedded, mqtt://b:1884] }').ok).toBe(false)
  })

  it('name the replicas of a ClickHouse, never of another store', () => {
    expect(load('embedded', 'clickhouse://a:8123,b:8123/campus')).toMatchObject({
      ok: true,
      config: { store: { url: 'clickhouse://a:8123,b:8123/campus' } },
    })
    expect(load('embedded', 'influx://a:8086,b:8086/campus').ok).toBe(false)
    expect(load('embedded', 'clickhouse://a:8123/a-b').ok).toBe(false)
  })
})
