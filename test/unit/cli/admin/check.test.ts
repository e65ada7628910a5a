import { describe, expect, it } from 'vitest'
import { checkCommand } from '../../../../src/cli/admin/check.ts'
import { CommandError, type CommandContext } from '../../../../src/cli/support/command.ts'
import { parse } from 'yaml'
import { campus, fixture, loaded } from '../../config/campus-file.ts'

async function run(args: string[], files: Readonly<Record<string, string>>, env: CommandContext['env'] = {}) {
  let out = ''
  let err = ''
  const context: CommandContext = {
    args,
    stdin: (async function* () {})(),
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    files: {
      read(path) {
        const text = files[path]
        if (text === undefined) throw new Error(`ENOENT: no such file, open '${path}'`)
        return text
      },
      write: () => undefined,
      glob: (pattern) => Object.keys(files).filter((f) => f.startsWith(pattern.split('*')[0] ?? pattern)),
    },
    env,
    terminal: false,
    campusFile: (given) => given ?? 'demo.yaml',
    connect: () => Promise.reject(new Error('check asks no service')),
    connectRunning: () => Promise.reject(new Error('check asks no service')),
  }
  const code = await checkCommand.run(context)
  return { code, out, err }
}

const SOUND = campus(
  'templates:',
  '  - floor: 1..3',
  '    points:',
  '      - { id: "park/{floor}/power", from: [{ source: native, device: "m{floor}", field: power }] }',
  '      - { id: "park/{floor}/energy", status: commissioning, from: [{ source: native, device: "m{floor}", field: energy }] }',
)

describe('campus check', () => {
  it('says what a sound file would subscribe to and write, and exits with 0', async () => {
    const { code, out, err } = await run(['--config', 'a.yaml'], { 'a.yaml': SOUND })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/points +6 \(3 registers, 3 gauges\), 3 of them commissioning/)
    expect(out).toMatch(/subscribes to +campus\/\+\/\+\/\+/)
    expect(out).toMatch(/writes +6 series/)
  })

  it('says how many loads the patterns of a measure found', async () => {
    const schedule = 'schedule: { workday: { "08:00-18:00": 1 }, weekend: {} }'
    const text = `${SOUND}measures: [{ id: lights, baseline: schedule, ${schedule}, loads: ["park/*"] }]\n`
    expect((await run(['--config', 'a.yaml'], { 'a.yaml': text })).out).toMatch(/measures +lights \(3 loads\)/)
  })

  it('gives the same as JSON', async () => {
    const { out } = await run(['--config', 'a.yaml', '--json'], { 'a.yaml': SOUND })
    expect(JSON.parse(out)).toMatchObject({ ok: true, file: 'a.yaml', campus: 'park', points: 6, series: 6, subscribe: ['campus/+/+/+'] })
  })

  it('names every fault on stderr, or on stdout as JSON, and exits with 2', async () => {
    const files = { 'five.yaml': fixture('broken/five-faults.yaml') }
    const { code, out, err } = await run(['--config', 'five.yaml'], files)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.match(/^five\.yaml:\d+:\d+: /gm)).toHaveLength(5)
    expect(err).toContain('5 faults in five.yaml')
    const json = await run(['--config', 'five.yaml', '--json'], files)
    expect(json.code).toBe(2)
    expect((JSON.parse(json.out) as { faults: unknown[] }).faults).toHaveLength(5)
  })

  it('fails with 2 when the file cannot be read', async () => {
    await expect(run(['--config', 'none.yaml'], {})).rejects.toEqual(
      new CommandError('cannot read "none.yaml": ENOENT: no such file, open \'none.yaml\'', 2),
    )
  })

  it('takes the file that the program would take when none is named', async () => {
    expect((await run([], { 'demo.yaml': SOUND })).out).toContain('demo.yaml: no faults')
  })

  it('prints the expanded file, which loads to the same points', async () => {
    const { out } = await run(['--config', 'a.yaml', '--print'], { 'a.yaml': SOUND })
    expect((parse(out) as { points: unknown[] }).points).toHaveLength(6)
    expect(loaded(out).campus).toEqual(loaded(SOUND).campus)
  })

  it('reads includes and the environment', async () => {
    const files = { 'a.yaml': `${SOUND}include: more/*.yaml\n`, 'more/b.yaml': 'points: [{ id: park/x, quantity: volume }]' }
    const { out } = await run(['--config', 'a.yaml', '--json'], files, { CAMPUS__HTTP__PORT: '3123' })
    expect(JSON.parse(out)).toMatchObject({ points: 7, http: 'http://127.0.0.1:3123' })
  })

  it('subscribes to the siblings of the telemetry that a native source names', async () => {
    const text = SOUND.replace('preset: native }', 'preset: native, topic: "campus/park/{device}/telemetry" }')
    const { out } = await run(['--config', 'a.yaml', '--json'], { 'a.yaml': text })
    expect(JSON.parse(out)).toMatchObject({ subscribe: ['campus/park/+/+'] })
  })

  it('holds a capture against the file: topics without a source, fields without a point, broken lines', async () => {
    const line = (topic: string, payload: unknown) =>
      JSON.stringify({ topic, payload: typeof payload === 'string' ? payload : JSON.stringify(payload) })
    const capture = [
      line('campus/park/m1/telemetry', { time: '2026-03-02T08:00:00+08:00', values: { power: 1, energy: 2, co2: 400 } }),
      line('zigbee2mqtt/plug', { power: 1 }),
      line('campus/park/m2/telemetry', '{"values": '),
      'not json',
      '',
    ].join('\n')
    const { code, out } = await run(['--config', 'a.yaml', '--against', 'c.ndjson', '--json'], { 'a.yaml': SOUND, 'c.ndjson': capture })
    expect(code).toBe(0)
    const { against } = JSON.parse(out) as { against: unknown }
    expect(against).toMatchObject({
      messages: 3,
      readings: 3,
      claimed: 2,
      topics: [{ what: 'zigbee2mqtt/plug', count: 1, line: 2 }],
      fields: [{ what: 'native m1 co2', count: 1, line: 1 }],
      refused: [{ count: 1, line: 3 }],
      broken: [{ line: 4 }],
    })
    const text = await run(['--config', 'a.yaml', '--against', 'c.ndjson'], { 'a.yaml': SOUND, 'c.ndjson': capture })
    expect(text.out).toContain('topics that no source listens to:\n  zigbee2mqtt/plug  (1x, first on line 2)')
  })
})
