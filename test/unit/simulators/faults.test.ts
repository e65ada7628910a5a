/** Faults: what the specification may say, and that each does to a device's stream just what its name says. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadCampus, openCampusModel } from '../../../simulators/campus.ts'
import { faultyDelivery, type Message } from '../../../simulators/faults/delivery.ts'
import { type Fault, type FaultPlan, parseFaults } from '../../../simulators/faults/parse.ts'
import { deviceMessages, type Play } from '../../../simulators/messages.ts'
import { dayOfDate } from '../../../simulators/models/environment/calendar.ts'
import { DAY, HOUR, MINUTE, QUARTER, SECOND } from '../../../simulators/models/zone.ts'

const T = '2026-03-02T08:00:00+08:00'
const AT = Date.parse(T)

function plan(spec: string): FaultPlan {
  const parsed = parseFaults(spec)
  if ('error' in parsed) throw new Error(parsed.error)
  return parsed
}

describe('a fault specification', () => {
  it('names every fault of the contract', () => {
    expect(
      plan(`drop=0.01,duplicate=0.02,delay=30s,reorder=5,reset@${T},rollover=1000,stuck@${T}/2h,skew=90s,outage@${T}/3d,qos=0`).faults,
    ).toEqual([
      { kind: 'drop', share: 0.01 },
      { kind: 'duplicate', share: 0.02 },
      { kind: 'delay', ms: 30 * SECOND },
      { kind: 'reorder', depth: 5 },
      { kind: 'reset', at: AT },
      { kind: 'rollover', modulus: 1000 },
      { kind: 'stuck', at: AT, ms: 2 * HOUR },
      { kind: 'skew', ms: 90 * SECOND },
      { kind: 'outage', at: AT, ms: 3 * DAY },
      { kind: 'qos', level: 0 },
    ])
  })

  it('may be empty, may have a clock that is behind, and may repeat a fault', () => {
    expect(plan('')).toEqual({ faults: [] })
    expect(plan(' skew=-1.5m , skew=2s').faults).toEqual([
      { kind: 'skew', ms: -90 * SECOND },
      { kind: 'skew', ms: 2 * SECOND },
    ])
  })

  it.each([
    ['drop=2', '"drop=2": give a share from 0 to 1'],
    ['drop=x', '"drop=x": give a share from 0 to 1'],
    ['dorp=0.1', '"dorp=0.1" is not a fault; use drop=0.01'],
    ['drop=0.1,,skew=1s', '"" is not a fault'],
    ['delay=30', '"delay=30": "30" is not a duration such as 30s'],
    ['delay=-30s', '"-30s" is not a duration'],
    ['reorder=0', '"reorder=0": give how many places'],
    ['rollover=-5', '"rollover=-5": give the modulus in kWh or m3'],
    ['reset@yesterday', '"reset@yesterday": "yesterday" is not an RFC 3339 time'],
    ['reset@2026-03-02T08:00:00', '"2026-03-02T08:00:00" is not an RFC 3339 time'],
    [`stuck@${T}`, 'give a time and a duration, such as stuck@'],
    [`outage@${T}/0s`, 'give a time and a duration'],
    ['qos=1', '"qos=1": only 0 is a fault'],
    ['outage@noon/3d', '"noon" is not an RFC 3339 time'],
  ])('names the part that is wrong: %s', (spec, sentence) => {
    const parsed = parseFaults(spec)
    expect('error' in parsed ? parsed.error : '').toContain(sentence)
  })

  it('is parsed or refused, and never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseFaults(text) === 'object'))
  })
})

const message = (seq: number): Message => ({ device: 3, seq, sendAt: seq * MINUTE, readings: 1, payload: `m${seq}` })
const stream = (length: number): Message[] => Array.from({ length }, (_, seq) => message(seq))
const through = (faults: readonly Fault[], length: number, seed = 1): Message[] => [...faultyDelivery(stream(length), faults, seed)]
const seed = fc.nat()
const length = fc.integer({ min: 0, max: 400 })
const sortedBySending = (messages: readonly Message[]): boolean =>
  messages.every((m, i) => i === 0 || (messages[i - 1]?.sendAt ?? 0) <= m.sendAt)

describe('a fault of delivery', () => {
  it('drop loses about its share of the messages and changes none', () => {
    const left = through([{ kind: 'drop', share: 0.1 }], 5000)
    expect(Math.abs(left.length / 5000 - 0.9)).toBeLessThan(0.02)
    expect(left).toEqual(stream(5000).filter((m) => left.some((l) => l.seq === m.seq)))
  })

  it('duplicate sends about its share of the messages twice, and all of them', () => {
    const sent = through([{ kind: 'duplicate', share: 0.2 }], 5000)
    expect(new Set(sent.map((m) => m.seq)).size).toBe(5000)
    expect(Math.abs(sent.length / 5000 - 1.2)).toBeLessThan(0.02)
  })

  it('delay loses nothing, sends nothing early, nothing later than its limit, and all in order', () => {
    fc.assert(
      fc.property(length, seed, fc.integer({ min: 0, max: 20 * MINUTE }), (n, s, ms) => {
        const sent = through([{ kind: 'delay', ms }], n, s)
        const late = sent.map((m) => m.sendAt - m.seq * MINUTE)
        return (
          new Set(sent.map((m) => m.seq)).size === n && sent.length === n && late.every((l) => l >= 0 && l <= ms) && sortedBySending(sent)
        )
      }),
    )
  })

  it('reorder loses nothing, moves no message further than its limit, and sends none before its time', () => {
    fc.assert(
      fc.property(length, seed, fc.integer({ min: 1, max: 12 }), (n, s, depth) => {
        const sent = through([{ kind: 'reorder', depth }], n, s)
        return (
          sent.length === n &&
          new Set(sent.map((m) => m.seq)).size === n &&
          sent.every((m, i) => Math.abs(m.seq - i) <= depth && m.sendAt >= m.seq * MINUTE) &&
          sortedBySending(sent)
        )
      }),
    )
    expect(through([{ kind: 'reorder', depth: 5 }], 60).map((m) => m.seq)).not.toEqual(stream(60).map((m) => m.seq))
  })

  it('is the same for the same seed, and another for another', () => {
    const faults = plan('drop=0.1,duplicate=0.2,delay=5m,reorder=4').faults
    fc.assert(
      fc.property(seed, (s) => {
        expect(through(faults, 200, s)).toEqual(through(faults, 200, s))
      }),
      { numRuns: 20 },
    )
    expect(through(faults, 200, 1)).not.toEqual(through(faults, 200, 2))
  })
})

const campus = loadCampus('reference')
const model = openCampusModel(campus, 4, { since: dayOfDate('2026-03-01') })
const METER = model.devices.findIndex((d) => d.id === 'a-main')

interface Row {
  readonly time: number
  readonly energy: number
  readonly power: number
}

/** What the main meter of block A sends on three days, one row per reading. */
function sent(spec: string, extra: Partial<Play> = {}): Row[] {
  const play: Play = {
    campus,
    model,
    from: AT - 12 * HOUR,
    to: AT + 2 * DAY,
    stepMs: QUARTER,
    batch: 1,
    faults: plan(spec).faults,
    seed: 4,
    apart: false,
    ...extra,
  }
  const rows: Row[] = []
  for (const m of deviceMessages(play, METER, (time) => campus.zone.format(time))) {
    const body = JSON.parse(String(m.payload)) as {
      time?: string
      values?: unknown
      readings?: { time: string; values: Omit<Row, 'time'> }[]
    }
    const items = body.readings ?? [{ time: body.time ?? '', values: body.values as Omit<Row, 'time'> }]
    for (const item of items) rows.push({ time: Date.parse(item.time), ...item.values })
  }
  return rows
}

const plain = sent('')
const wh = (row: Row | undefined): number => Math.round((row?.energy ?? Number.NaN) * 1e6)
const at = (rows: readonly Row[], time: number): Row | undefined => rows.find((r) => r.time === time)

describe('a fault inside a meter', () => {
  it('reset starts the register at 0 and leaves its steps as they were', () => {
    const rows = sent(`reset@${T}`)
    const zero = wh(at(plain, AT))
    expect(rows.map(wh)).toEqual(plain.map((r) => (r.time < AT ? wh(r) : wh(r) - zero)))
    expect(wh(at(rows, AT))).toBe(0)
  })

  it('rollover shows the register modulo M', () => {
    const modulus = Math.ceil((plain[0]?.energy ?? 0) + 50)
    const rows = sent(`rollover=${modulus}`)
    expect(rows.map(wh)).toEqual(plain.map((r) => wh(r) % (modulus * 1e6)))
    expect(rows.some((r, i) => wh(r) < wh(rows[i - 1] ?? r))).toBe(true)
  })

  it('stuck shows one value for its time and the truth again after it', () => {
    const rows = sent(`stuck@${T}/2h`)
    const frozen = at(plain, AT)
    expect(rows).toEqual(plain.map((r) => (r.time >= AT && r.time < AT + 2 * HOUR ? { ...frozen, time: r.time } : r)))
  })

  it('skew moves the clock and nothing else', () => {
    expect(sent('skew=90s')).toEqual(plain.map((r) => ({ ...r, time: r.time + 90 * SECOND })))
    expect(sent('skew=-2m')).toEqual(plain.map((r) => ({ ...r, time: r.time - 2 * MINUTE })))
  })

  it('outage sends nothing for its time while the register counts on', () => {
    expect(sent(`outage@${T}/1d`)).toEqual(plain.filter((r) => r.time < AT || r.time >= AT + DAY))
  })

  it('goes together with others: a reset while the display is stuck shows after it', () => {
    const rows = sent(`reset@${new Date(AT + HOUR).toISOString()},stuck@${T}/2h,skew=1s`)
    const zero = wh(at(plain, AT + HOUR))
    expect(wh(at(rows, AT + HOUR + SECOND))).toBe(wh(at(plain, AT)))
    expect(wh(at(rows, AT + 2 * HOUR + SECOND))).toBe(wh(at(plain, AT + 2 * HOUR)) - zero)
  })

  it('leaves batches as they are: the same readings in fewer messages', () => {
    expect(sent('', { batch: 48 })).toEqual(plain)
    expect(sent(`stuck@${T}/2h`, { batch: 7 })).toEqual(sent(`stuck@${T}/2h`))
  })
})

describe('the instants of a simulation', () => {
  it('are the first, every full step of the clock, and the last', () => {
    const rows = sent('', { from: AT + 100 * SECOND, to: AT + 40 * MINUTE })
    expect(rows.map((r) => (r.time - AT) / SECOND)).toEqual([100, 900, 1800, 2400])
  })
})
