/** The campus of several makes without a point: discovery suggests one for every device, and what it writes counts as the file of a person does. */

import { afterAll, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { loadCampus } from '../../simulators/campus.ts'
import { campus, type Service, startService } from '../support/process/service.ts'

const PLAYED = loadCampus('mixed')
const FROM = '2026-03-02T08:00:00+01:00'
const TO = '2026-03-02T09:00:00+01:00'

interface Address {
  readonly source: string
  readonly device: string
  readonly field: string
}

interface PointEntry {
  readonly id: string
  readonly from: readonly Address[]
}

interface CampusTree {
  readonly sources: readonly { readonly id: string; readonly points?: object }[]
  readonly points: readonly PointEntry[]
  readonly actuators?: readonly unknown[]
  readonly policies?: readonly unknown[]
}

interface Discoveries {
  readonly discoveries: readonly (Address & { readonly suggestion: { readonly quantity: string } | null })[]
}

interface Series {
  readonly values: readonly { readonly time: string; readonly value: number | null }[]
}

const WRITTEN = parse(PLAYED.text) as CampusTree

/** The file without what it says of the devices. */
function bareFile(): CampusTree {
  const { actuators: _actuators, policies: _policies, ...rest } = WRITTEN
  return { ...rest, sources: WRITTEN.sources.map(({ points: _points, ...source }) => source), points: [] }
}

/** `discover --yaml` in the bare file: points as they stand, rules without their comment signs under the sources that need them. */
function completed(output: string): CampusTree {
  const rules = new Map<string, object>()
  let source = ''
  for (const line of output.split('\n')) {
    source = /^# The source (\S+) needs/.exec(line)?.[1] ?? source
    if (/^# {5}/.test(line)) rules.set(source, { ...rules.get(source), ...(parse(line.slice(1).trim()) as object) })
  }
  const bare = bareFile()
  const sources = bare.sources.map((s) => (rules.has(s.id) ? { ...s, points: rules.get(s.id) ?? {} } : s))
  return { ...bare, sources, points: (parse(output) as { points: readonly PointEntry[] }).points }
}

const keyOf = ({ source, device, field }: Address): string => `${source} ${device} ${field}`

describe('a campus of several makes', () => {
  const services: Service[] = []
  afterAll(async () => {
    for (const service of services) await service.stop()
  })

  async function play(file: CampusTree): Promise<{ service: Service; run: (args: string[]) => ReturnType<typeof campus> }> {
    const service = await startService({ config: stringify(file) })
    services.push(service)
    const run = (args: string[]) => campus([...args, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: service.dataDir } })
    const args = ['--campus', 'mixed', '--broker', service.brokerUrl, '--from', FROM, '--to', TO, '--speed', 'max']
    const played = await campus(['simulate', ...args])
    expect(played.code, played.err).toBe(0)
    return { service, run }
  }

  /** Of every register that both files know: its amounts by the quarter hour. */
  async function amounts(file: CampusTree): Promise<Map<string, readonly (number | null)[]>> {
    const { service, run } = await play(file)
    expect((await run(['rollup'])).code).toBe(0)
    const found = new Map<string, readonly (number | null)[]>()
    for (const { id, from } of file.points) {
      const [address] = from
      if (address === undefined || !/energy|volume/i.test(`${id} ${address.field}`)) continue
      const times = `from=${encodeURIComponent(FROM)}&to=${encodeURIComponent(TO)}&step=15m`
      const series = await service.get<Series>(`/api/v1/points/${encodeURIComponent(id)}/series?${times}`)
      found.set(
        keyOf(address),
        series.values.map(({ value }) => value),
      )
    }
    return found
  }

  it('has a suggestion for every simulated device, and what discovery writes gives the totals of the file of a person', async () => {
    const { service, run } = await play(bareFile())
    const { discoveries } = await service.get<Discoveries>('/api/v1/discoveries')
    const suggested = new Set(discoveries.filter((d) => d.suggestion !== null).map((d) => d.device))
    const names = PLAYED.devices.map(({ id, speaks }) => speaks?.name ?? id)
    expect(names.filter((name) => !suggested.has(name))).toEqual([])
    const written = await run(['discover', '--yaml'])
    expect(written.code, written.err).toBe(0)
    const [byHand, byDiscovery] = [await amounts(WRITTEN), await amounts(completed(written.out))]
    expect(byHand.size).toBeGreaterThan(8)
    for (const [key, own] of byHand) {
      expect([key, byDiscovery.get(key)]).toEqual([key, own])
      expect([key, own.length, own.includes(null)]).toEqual([key, 4, false])
    }
    expect(byHand.get('native main energy')?.every((value) => Number(value) > 0)).toBe(true)
  })
})
