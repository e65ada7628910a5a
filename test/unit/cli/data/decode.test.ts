import { describe, expect, it } from 'vitest'
import type { CommandContext } from '../../../../src/cli/support/command.ts'
import { decodeCommand } from '../../../../src/cli/data/decode.ts'
import { conventions } from '../../../../src/main/presets.ts'

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  // Cut anywhere, so that lines and characters arrive in pieces.
  for (let i = 0; i < bytes.length; i += 7) yield bytes.subarray(i, i + 7)
}

async function decode(args: string[], lines: readonly unknown[], files: Readonly<Record<string, string>> = {}) {
  let out = ''
  let err = ''
  const ctx: CommandContext = {
    args,
    stdin: chunks(lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n')),
    stdout: (t) => void (out += t),
    stderr: (t) => void (err += t),
    files: {
      read(path) {
        const text = files[path]
        if (text === undefined) throw new Error('no such file')
        return text
      },
      write: () => undefined,
      glob: () => [],
    },
    env: {},
    conventions,
    terminal: false,
    connect: () => Promise.reject(new Error('decode talks to no service')),
    connectRunning: () => Promise.reject(new Error('decode talks to no service')),
  }
  const code = await decodeCommand.run(ctx)
  return {
    code,
    err,
    out: out
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((l) => JSON.parse(l) as unknown),
  }
}

const at = '2026-03-02T08:00:05Z'
const telemetry = {
  topic: 'campus/park/küche/telemetry',
  payload: '{"time":"2026-03-02T16:00:00+08:00","values":{"power":412.5,"switch":true}}',
  received_at: at,
}

describe('campus decode', () => {
  it('writes readings with the names of the contract, and yes or no as such', async () => {
    const { code, out } = await decode([], [telemetry])
    expect(code).toBe(0)
    const common = { device: 'küche', time: '2026-03-02T08:00:00.000Z', time_source: 'message', quality: 'good' }
    expect(out).toEqual([
      { reading: { ...common, channel: 'power', quantity: 'power', unit: 'W', kind: 'instant', value: 412.5 } },
      { reading: { ...common, channel: 'switch', quantity: 'switch', unit: 'bool', kind: 'state', value: true } },
    ])
  })

  it('writes events and dead letters in the order of the lines', async () => {
    const { out } = await decode(
      [],
      [
        { topic: 'campus/park/a/status', payload: 'offline', retain: true, received_at: at },
        { topic: 'campus/park/a/telemetry', payload: '{"values":', received_at: at },
      ],
    )
    expect(out).toMatchObject([
      { event: { type: 'availability', device: 'a', online: false } },
      { dead_letter: { reason: 'invalid-json', topic: 'campus/park/a/telemetry' } },
    ])
  })

  it.each([
    ['m.json', '{"topic": "m/{device}", "points": {"W": {"quantity": "power", "unit": "kW"}}}'],
    ['m.yaml', 'topic: m/{device}\npoints:\n  W: { quantity: power, unit: kW }\n'],
  ])('reads by the mapping of %s', async (name, text) => {
    const { out } = await decode(
      ['--mapping', name],
      [{ topic: 'm/7', payload: Buffer.from('{"W":1.5}').toString('base64'), encoding: 'base64', received_at: at }],
      { [name]: text },
    )
    expect(out).toMatchObject([
      { reading: { device: '7', channel: 'W', value: 1500, unit: 'W', time: '2026-03-02T08:00:05.000Z', time_source: 'receive' } },
    ])
  })

  it('reads times without offset in the zone it is given', async () => {
    const { out } = await decode(
      ['--zone', 'Asia/Shanghai'],
      [{ topic: 'campus/p/a/telemetry', payload: '{"time":"2026-03-02 16:00:00","values":{"power":1}}', received_at: at }],
    )
    expect(out).toMatchObject([{ reading: { time: '2026-03-02T08:00:00.000Z' } }])
  })

  it('names lines that are no messages and decodes the others', async () => {
    const { code, err, out } = await decode([], ['{"topic":', telemetry, { topic: 'a' }, { topic: 'a', payload: '1', received_at: 'soon' }])
    expect(code).toBe(1)
    expect(err).toContain('line 1: not JSON')
    expect(err).toContain('line 3: a message needs "topic" and "payload"')
    expect(err).toContain('line 4: "received_at" is "soon"')
    expect(out.filter((o) => Object.hasOwn(o as object, 'dead_letter'))).toHaveLength(3)
    expect(out.filter((o) => Object.hasOwn(o as object, 'reading'))).toHaveLength(2)
  })

  it('reads by a shipped preset, to which a mapping may add rules', async () => {
    const line = { topic: 'emon/roof', payload: '{"P1":240,"sump":150}', received_at: at }
    const mapping = '{"points": {"sump": {"quantity": "distance", "unit": "cm"}}}'
    const { out } = await decode(['--preset', 'emonhub', '--mapping', 'm.json'], [line], { 'm.json': mapping })
    expect(out).toMatchObject([
      { reading: { device: 'roof', channel: 'P1', quantity: 'power', value: 240, unit: 'W' } },
      { reading: { device: 'roof', channel: 'sump', quantity: 'distance', value: 1.5, unit: 'm' } },
    ])
  })

  it('says what is wrong with its flags', async () => {
    await expect(decode(['--preset', 'tasmotta'], [])).rejects.toThrow(
      'there is no preset "tasmotta"; known are native, mapping, bacnet-json',
    )
    await expect(decode(['--zone', 'Mars/Olympus'], [])).rejects.toThrow('"Mars/Olympus" is not a time zone')
    await expect(decode(['--mapping', 'gone.json'], [])).rejects.toThrow('cannot read "gone.json"')
    await expect(decode(['--mapping', 'm.json'], [], { 'm.json': '[1]' })).rejects.toThrow('a mapping is a group of keys')
  })
})
