import { describe, expect, it } from 'vitest'
import { loadConfig, type LoadInput } from '../../../src/config/load.ts'
import { importRegister, type RegisterResult, templateSheet } from '../../../src/devices/index.ts'
import { csvOf } from '../../../src/sheets/csv.ts'
import type { SheetTexts } from '../../../src/sheets/sheet-table.ts'
import { writeTables } from '../../../src/sheets/xlsx.ts'
import { readTable } from '../../../src/imports/index.ts'
import { conventions } from '../../../src/main/presets.ts'

const CAMPUS = 'campus: { id: c, timezone: Asia/Shanghai }\nsites: [{ id: main, kind: office }]\ninclude: campus.d/*.yaml\n'
const HEADS = ['make', 'topic', 'device', 'field', 'point', 'place', 'use', 'role', 'quantity', 'unit', 'CT ratio', 'interval', 'max rate']

function inputOf(devices: string | null, campus = CAMPUS): LoadInput {
  return {
    file: 'campus.yaml',
    text: campus,
    readInclude: () => (devices === null ? [] : [{ file: 'campus.d/devices.yaml', text: devices }]),
    env: {},
    conventions: conventions(),
  }
}

function imported(sheet: SheetTexts | Uint8Array, devices: string | null = null, campus = CAMPUS): RegisterResult {
  const bytes = sheet instanceof Uint8Array ? sheet : new TextEncoder().encode(csvOf(sheet))
  const table = readTable(bytes, {})
  if (!table.ok) throw new Error(table.failures.map((f) => f.reason).join())
  const input = inputOf(devices, campus)
  const loaded = loadConfig(input)
  if (!loaded.ok) throw new Error(loaded.faults.map((f) => f.message).join())
  return importRegister({
    table: table.value,
    input,
    file: 'campus.d/devices.yaml',
    text: devices,
    config: loaded.config,
    covers: (pattern) => pattern === 'campus.d/*.yaml',
  })
}

function campusWith(devices: string | null) {
  const loaded = loadConfig(inputOf(devices))
  if (!loaded.ok) throw new Error(loaded.faults.map((f) => `${f.path}: ${f.message}`).join('\n'))
  return loaded.config.campus
}

describe('a sheet of devices', () => {
  it('as the template gives it becomes sources and points that the campus file takes, from XLSX and CSV alike', async () => {
    const rows = templateSheet()
    const fromCsv = imported(rows)
    expect(fromCsv.faults).toEqual([])
    expect(imported(await writeTables([{ name: 'devices', rows }])).text).toBe(fromCsv.text)
    const { points, sources } = campusWith(fromCsv.text)
    expect(points.map((p) => [p.id, p.quantity, p.from[0]?.source, p.from[0]?.multiplier])).toEqual([
      ['block-a/1/lobby/sockets/lobby-plug/energy', 'energy', 'tasmota', 1],
      ['block-a/main/energy', 'energy', 'neuron', 80],
    ])
    expect(sources.map((s) => s.preset)).toEqual(['tasmota', 'neuron'])
  })

  it('may have Chinese heads and words, titles above the heads, and columns that mean nothing here', () => {
    const result = imported([
      ['设备台账', '', '', '', '', '', ''],
      ['品牌', '设备编号', '测点', '房间', '参数类型?', '物理量', '单位', '倍率', '周期'],
      ['tasmota', 'plug-1', 'ENERGY.Total', '大厅', 'x', '用电量', '千瓦时', '400/5', '15 分钟'],
    ])
    expect(result.faults).toEqual([])
    expect(result.columns.map((c) => c.key)).toEqual(['make', 'device', 'field', 'zone', null, 'quantity', 'unit', 'ct_ratio', 'interval'])
    const [point] = campusWith(result.text).points
    expect(point).toMatchObject({ quantity: 'energy', place: { zone: '大厅' }, rules: { interval: 900_000 } })
    expect(point?.from[0]?.multiplier).toBe(80)
  })

  it('with wrong rows writes nothing and names every fault with its cell', () => {
    const { faults, text } = imported([
      HEADS,
      ['tasmotta', '', 'a', 'E', '', '', '', '', 'energy', 'kWh', '', '', ''],
      ['tasmota', '', '', 'E', '', '', '', '', 'enrgy', '', '', '', ''],
      ['tasmota', '', 'a', 'E', '', '', '', '', 'energy', 'W', '5 to 1', 'often', 'much'],
      ['mapping', '', 'a', 'E', 'x y', 'nowhere/1/2', '', '', 'energy', '', '', '', ''],
      ['native', '', 'a', '', 'p', '', 'Sockets!', '', 'energy', '', '', '', ''],
    ])
    expect(text).toBeNull()
    expect(faults.map((f) => `${f.cell} ${f.message}`)).toEqual([
      'A2 "tasmotta" is not a make that a preset reads',
      'I3 "enrgy" is not a quantity',
      'C3 the row does not name its device',
      'J4 "W" is not a unit of energy',
      'L4 "often" is not a time',
      'M4 "much" is not a rate',
      'K4 "5 to 1" is not a ratio',
      'B5 a device without a preset needs the topic of its messages',
      'E5 "x y" is not an id',
      'G6 "Sockets!" is not a word of letters, digits and -',
    ])
    expect(faults[0]?.hint).toContain('tasmota')
    expect(faults[1]?.hint).toContain('energy')
  })

  it('names two rows of one point, and a point that the campus file has already', () => {
    const campus = `${CAMPUS}sources: [{ id: native, preset: native }]\npoints: [{ id: taken, from: [{ source: native, device: d, field: energy }] }]\n`
    const row = (point: string): string[] => ['native', '', 'd1', '', point, '', '', '', 'energy', '', '', '', '']
    const { faults } = imported([HEADS, row('twice'), row('twice'), row('taken')], null, campus)
    expect(faults.map((f) => `${f.cell} ${f.message}`)).toEqual([
      'E3 the point "twice" stands in row 2 already',
      'E4 the campus file has a point "taken" already',
    ])
  })

  it('refuses a unit that would correct the preset', () => {
    const { faults } = imported([HEADS, ['eaton-ups', '', 'ups', 'cumulatedEnergy', '', '', '', '', 'energy', 'kWh', '', '', '']])
    expect(faults.map((f) => `${f.cell} ${f.message}`)).toEqual(['J2 eaton-ups sends "cumulatedEnergy" in Wh'])
  })

  it('without heads, and without rows, says what to begin with', () => {
    expect(
      imported([
        ['a', 'b'],
        ['1', '2'],
      ]).faults[0]?.message,
    ).toBe('no row names the columns')
    expect(imported([HEADS]).faults[0]?.message).toBe('there are no rows below the heads')
  })

  it('names faults that the whole campus file shows by the row they come from', () => {
    const { faults } = imported([HEADS, ['native', '', 'd1', 'energy', 'p', '', '', '', 'temperature', '', '', '', '']])
    expect(faults).toEqual([expect.objectContaining({ cell: 'D2', message: expect.stringContaining('is energy in kWh') as string })])
  })
})

describe('the file of the register', () => {
  it('keeps comments and entries that the sheet does not name, and replaces those it names', () => {
    const first = imported([
      HEADS,
      ['native', '', 'd1', '', 'p1', '', '', '', 'energy', '', '', '', ''],
      ['native', '', 'd2', '', 'p2', '', '', '', 'energy', '', '', '', ''],
    ])
    const edited = (first.text ?? '').replace('  - { id: p2', '  # beside the stairs\n  - { id: p2')
    const second = imported([HEADS, ['native', '', 'd9', '', 'p1', '', '', '', 'energy', '', '', '', '']], edited)
    expect(second.faults).toEqual([])
    expect(second.text).toContain('# beside the stairs')
    const { points } = campusWith(second.text)
    expect(points.map((p) => `${p.id} ${p.from[0]?.device ?? ''}`)).toEqual(['p1 d9', 'p2 d2'])
  })

  it('keeps the sources and rules of an earlier sheet when a later one brings another topic of the same make', () => {
    const row = (topic: string, device: string, field: string) => [
      'neuron',
      topic,
      device,
      field,
      '',
      '',
      '',
      '',
      'energy',
      'kWh',
      '',
      '',
      '',
    ]
    const first = imported([HEADS, row('/neuron/a', 'm/1', 'Ep')])
    const second = imported([HEADS, row('/neuron/b', 'm/2', 'Ep'), row('/neuron/a', 'm/3', 'Eq')], first.text)
    expect(second.faults).toEqual([])
    const { sources, points } = campusWith(second.text)
    expect(sources.map((s) => [s.id, s.mapping.topic])).toEqual([
      ['neuron', '/neuron/a'],
      ['neuron-2', '/neuron/b'],
    ])
    expect(points).toHaveLength(3)
  })

  it('adds the rule that a source of another file lacks under changes, and leaves that file alone', () => {
    const campus = `${CAMPUS}sources: [{ id: meters, topic: "m/{device}/state", points: { P: { quantity: power, unit: kW } } }]\n`
    const sheet = imported([HEADS, ['mapping', 'm/{device}/state', 'a1', 'Ep', 'p', '', '', '', 'energy', 'Wh', '', '', '']], null, campus)
    expect(sheet.faults).toEqual([])
    expect(sheet.text).toContain('- { source: meters, points: { Ep: { quantity: energy, unit: Wh } } }')
  })

  it('is the same after the same sheet again', () => {
    const once = imported(templateSheet())
    expect(imported(templateSheet(), once.text).text).toBe(once.text)
  })
})
