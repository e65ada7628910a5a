import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importFile, type ImportOptions, type ImportResult } from '../../../src/imports/index.ts'
import { encoded, type KnownRow, type Pattern, PATTERNS, type Style, writtenFile, writtenLines } from './export-writer.ts'
import { profileText } from './profile-text.ts'
import { serial, workbook } from './table/xlsx-writer.ts'

const MINUTE = 60_000
/** Zones with the nights of 2024 on which their clocks change, in UTC. */
const CHANGES: Readonly<Record<string, readonly number[]>> = {
  'Europe/Berlin': [Date.UTC(2024, 2, 31, 1), Date.UTC(2024, 9, 27, 1)],
  'America/New_York': [Date.UTC(2024, 2, 10, 7), Date.UTC(2024, 10, 3, 6)],
  'Australia/Lord_Howe': [Date.UTC(2024, 3, 6, 15), Date.UTC(2024, 9, 5, 15, 30)],
  'Asia/Shanghai': [Date.UTC(2024, 5, 15)],
}

const style: fc.Arbitrary<Style> = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    decimal: fc.constantFrom('.' as const, ',' as const),
    thousands: fc.constantFrom('' as const, '.' as const, ',' as const, ' ' as const, "'" as const),
    encoding: fc.constantFrom<Style['encoding']>('utf-8', 'utf-8-bom', 'utf-16le', 'utf-16le-bom', 'utf-16be-bom', 'latin1'),
    descending: fc.boolean(),
    pattern: fc.constantFrom(...(Object.keys(PATTERNS) as Pattern[])),
    zone: fc.constantFrom(...Object.keys(CHANGES)),
    quoted: fc.boolean(),
    lineEnd: fc.constantFrom('\n' as const, '\r\n' as const),
    preamble: fc.nat(3),
    noValue: fc.constantFrom('', '-', '--', 'N/A', 'n.a.', 'null', 'NaN'),
  })
  .filter((s) => s.decimal !== s.thousands)

/** A series around a change of clocks in equal steps. */
const seriesIn = (zone: string): fc.Arbitrary<KnownRow[]> =>
  fc
    .record({
      change: fc.constantFrom(...(CHANGES[zone] ?? [])),
      step: fc.constantFrom(5, 10, 15, 30, 60),
      before: fc.integer({ min: 1, max: 40 }),
      after: fc.integer({ min: 9, max: 40 }),
      values: fc.infiniteStream(
        fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -9_999_999, max: 99_999_999 }) }, { weight: 1, arbitrary: fc.constant(null) }),
      ),
    })
    .map(({ change, step, before: least, after, values }) => {
      // Where clocks change by less than the step only two rows before it tell which pass a row belongs to.
      const before = zone === 'Australia/Lord_Howe' ? least + 1 : least
      return Array.from({ length: before + after }, (_, i) => {
        const next = values.next().value as number | null
        return { at: change + (i - before) * step * MINUTE, value: next === null ? null : next / 100 }
      })
    })

const file = style.chain((s) => seriesIn(s.zone).map((rows) => ({ style: s, rows })))

function told({ style: s }: { readonly style: Style }): ImportOptions {
  return {
    delimiter: s.delimiter,
    decimal: s.decimal,
    thousands: s.thousands === '' ? null : s.thousands,
    timeFormat: [s.pattern],
    skip: s.preamble,
    zone: s.zone,
    time: ['Zeitpunkt'],
    value: ['Größe'],
    ...(s.encoding === 'latin1' ? { encoding: 'latin1' } : {}),
  }
}

function run(bytes: Uint8Array, options: ImportOptions): ImportResult {
  return importFile({ bytes, options, targets: [{ point: 'p', quantity: 'energy' }], profileText })
}

const pairs = (result: ImportResult) => [...(result.points[0]?.rows ?? [])].map((r) => [r.time, r.value])
const wanted = (rows: readonly KnownRow[]) => rows.filter((r) => r.value !== null).map((r) => [r.at, r.value])
/** -0 is 0 in a meter. */
const plain = (list: readonly (readonly (number | null)[])[]) => list.map(([t, v]) => [t, (v ?? 0) + 0])

describe('a series written in any way', () => {
  it('is read back exactly when its options are given', () => {
    fc.assert(
      fc.property(file, (made) => {
        const result = run(writtenFile(made.rows, made.style), told(made))
        expect(result.failures.filter((f) => made.rows.some((r) => r.value !== null) || f.kind !== 'undecided')).toEqual([])
        expect(result.refusals).toEqual([])
        expect(plain(pairs(result))).toEqual(plain(wanted(made.rows)))
        expect(result.counts.noValue).toBe(made.rows.length - wanted(made.rows).length)
      }),
      { numRuns: 150 },
    )
  })

  it('is read back exactly, or asked about, when nothing but the zone is given', () => {
    let read = 0
    fc.assert(
      fc.property(file, (made) => {
        const { zone, encoding } = made.style
        const result = run(writtenFile(made.rows, made.style), { zone, ...(encoding === 'latin1' ? { encoding } : {}) })
        if (result.failures.length > 0) {
          expect(result.failures.every((f) => f.kind === 'undecided' && f.options.length > 0)).toBe(true)
          return
        }
        read++
        expect(result.refusals).toEqual([])
        expect(plain(pairs(result))).toEqual(plain(wanted(made.rows)))
      }),
      { numRuns: 150 },
    )
    expect(read).toBeGreaterThan(60)
  })

  it('has every cell that is spoilt named by line, column and value, and every other row read', () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.boolean(), (made, pick, inTime) => {
        const s: Style = { ...made.style, quoted: false, delimiter: ';', encoding: 'utf-8' }
        const lines = writtenLines(made.rows, s)
        const index = pick % made.rows.length
        const line = s.preamble + 1 + index
        const cells = (lines[line] ?? '').split(';')
        cells[inTime ? 0 : 1] = inTime ? 'Summe' : '12,x4'
        lines[line] = cells.join(';')
        const result = run(encoded(lines.join(s.lineEnd), 'utf-8'), told({ style: s }))
        const lost = s.descending ? made.rows.length - 1 - index : index
        const rest = made.rows.filter((_, i) => i !== lost)
        expect(result.refusals.map((r) => [r.line, r.column, r.value])).toEqual([
          inTime ? [line + 1, 'Zeitpunkt', 'Summe'] : [line + 1, 'Größe', '12,x4'],
        ])
        // A row that cannot be placed in the doubled hour may have been the one that told its passes apart.
        if (!inTime) expect(plain(pairs(result))).toEqual(plain(wanted(rest)))
      }),
      { numRuns: 80 },
    )
  })

  it('in a wide table of local days is read back exactly, on the days of a change of clocks too', () => {
    const zones = Object.keys(CHANGES).filter((z) => z !== 'Australia/Lord_Howe')
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.nat(1), fc.constantFrom(15, 30, 60), fc.boolean(), (zone, which, step, descending) => {
        const change = (CHANGES[zone] ?? [])[which] ?? (CHANGES[zone] ?? [])[0] ?? 0
        const rows: KnownRow[] = []
        for (let at = change - 30 * 60 * MINUTE; at < change + 30 * 60 * MINUTE; at += step * MINUTE)
          rows.push({ at, value: (at / MINUTE) % 1000 })
        const { header, days } = wideTable(rows, zone, step)
        const lines = [header, ...(descending ? days.toReversed() : days)]
        const result = run(encoded(lines.join('\n'), 'utf-8'), { zone, wide: true, delimiter: ';' })
        expect(result.failures).toEqual([])
        expect(result.refusals).toEqual([])
        expect(pairs(result)).toEqual(wanted(rows))
      }),
      { numRuns: 40 },
    )
  })
})

/** A row a day; columns of a doubled hour stand twice, the second behind the whole first hour. */
function wideTable(rows: readonly KnownRow[], zone: string, step: number): { header: string; days: string[] } {
  const byDay = new Map<string, Map<string, (number | null)[]>>()
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  for (const { at, value } of rows) {
    const [day = '', clock = ''] = format.format(at).split(' ')
    const clocks = byDay.get(day) ?? new Map<string, (number | null)[]>()
    byDay.set(day, clocks)
    clocks.set(clock, [...(clocks.get(clock) ?? []), value])
  }
  const clocks = Array.from({ length: 1440 / step }, (_, i) => {
    const two = (n: number): string => String(n).padStart(2, '0')
    return `${two(Math.floor((i * step) / 60))}:${two((i * step) % 60)}`
  })
  const doubled = new Set([...byDay.values()].flatMap((day) => [...day].filter(([, v]) => v.length > 1).map(([clock]) => clock)))
  const last = clocks.findLastIndex((c) => doubled.has(c))
  const columns = clocks.flatMap((clock, i) => [
    { clock, nth: 0 },
    ...(i === last ? clocks.filter((c) => doubled.has(c)).map((c) => ({ clock: c, nth: 1 })) : []),
  ])
  const days = [...byDay].map(([day, values]) =>
    [day, ...columns.map(({ clock, nth }) => String(values.get(clock)?.[nth] ?? ''))].join(';'),
  )
  return { header: ['Tag', ...columns.map((c) => c.clock)].join(';'), days }
}

describe('what is not certain', () => {
  it('is asked, with two choices that read the file differently, whenever every date fits both orders', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.constantFrom('/', '-'), (a, b, sign) => {
        fc.pre(a !== b)
        const two = (n: number): string => String(n).padStart(2, '0')
        const text = `time,value\n${two(a)}${sign}${two(b)}${sign}2026 08:00,1\n`
        const [failure] = run(encoded(text, 'utf-8'), { zone: 'UTC' }).failures
        expect(failure).toMatchObject({ kind: 'undecided', line: 2, column: 'time' })
        const times = (failure?.options ?? []).map((o) => {
          const timeFormat = [o.replace(/^--time-format '|'$/g, '')]
          return run(encoded(text, 'utf-8'), { zone: 'UTC', timeFormat }).points[0]?.first
        })
        expect(new Set(times)).toEqual(new Set([Date.UTC(2026, a - 1, b, 8), Date.UTC(2026, b - 1, a, 8)]))
      }),
    )
  })

  it('is asked where a value has three digits behind its only sign and cells are parted by semicolons', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 999 }), fc.constantFrom('.', ','), (whole, rest, sign) => {
        const value = `${whole}${sign}${String(rest).padStart(3, '0')}`
        const result = run(encoded(`time;value\n2026-03-02 08:00;${value}\n`, 'utf-8'), { zone: 'UTC' })
        expect(result.failures[0]).toMatchObject({ kind: 'undecided', line: 2, column: 'value', value })
        expect(result.failures[0]?.options.length).toBeGreaterThanOrEqual(2)
      }),
    )
  })
})

describe('any bytes at all', () => {
  const check = (bytes: Uint8Array): void => {
    const result = run(bytes, { zone: 'Europe/Berlin' })
    for (const r of [...result.failures, ...result.refusals]) {
      expect(r.line).toBeGreaterThanOrEqual(1)
      expect(r.reason).not.toBe('')
    }
    if (result.counts.stored === 0) expect(result.failures.length).toBeGreaterThan(0)
  }

  it('are refused and never throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), check), { numRuns: 200 })
  })

  it('behind the signature of any format are refused and never throw', () => {
    const heads = [
      'PK\u0003\u0004',
      '\u001f\u008b',
      '<?xml version="1.0"?><feed>',
      '100,NEM12,1\n200,N,E1,E1,E1,N1,M,kWh,30,\n300,',
      '\ufeff',
      '"',
      '\u00ff\u00fe',
      '\u00d0\u00cf\u0011\u00e0',
    ]
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 1000 }), (head, rest) =>
        check(Buffer.concat([Buffer.from(head, 'latin1'), rest])),
      ),
      { numRuns: 200 },
    )
  })

  it('as text of separators, quotes and digits are refused or read, and never throw', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789.,;:-/" \t\r\nTZ+aeVN'.split('')), maxLength: 2000 })
    fc.assert(
      fc.property(text, (t) => check(Buffer.from(t))),
      { numRuns: 200 },
    )
  })

  it('made by spoiling one byte of a good file are refused or read, and never throw', () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.nat(255), (made, at, byte) => {
        const bytes = Uint8Array.from(writtenFile(made.rows, made.style))
        bytes[at % bytes.length] = byte
        check(bytes)
      }),
      { numRuns: 80 },
    )
  })

  it('made by spoiling a workbook or a feed are refused or read, and never throw', () => {
    const rows = [['time', 'value'], ...Array.from({ length: 20 }, (_, i) => [{ date: serial('2026-03-02T00:00:00') + i / 96 }, i])]
    const feed = readFileSync(resolve(import.meta.dirname, '../../fixtures/imports/green-button-xml/feed.xml'))
    const good = [workbook([{ name: 'x', rows }]), workbook([{ name: 'x', rows }], { stored: true }), feed]
    const spoilt = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(fc.constantFrom(...good), spoilt, fc.nat(), fc.boolean(), (bytes, changes, cut, short) => {
        const made = Uint8Array.from(short ? bytes.subarray(0, cut % bytes.length) : bytes)
        for (const [at, byte] of changes) if (made.length > 0) made[at % made.length] = byte
        check(made)
      }),
      { numRuns: 300 },
    )
  })
})
