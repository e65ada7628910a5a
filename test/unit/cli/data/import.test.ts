/** `campus import` as people type it, through the routes. */

import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Campus } from '../../../../src/domain/index.ts'
import { runImport as runWith } from '../../../support/fakes/import-client.ts'
import { campusOf } from '../../../support/fixtures/campus.ts'

function withIntervals(campus: Campus): Campus {
  return {
    ...campus,
    points: campus.points.map((p) => ({ ...p, rules: { ...p.rules, interval: p.kind === 'interval' ? 900_000 : null } })),
  }
}

const CAMPUS = withIntervals(
  campusOf(
    [
      { id: 'park/main/energy', quantity: 'energy' },
      { id: 'park/main/volume', quantity: 'volume' },
      { id: 'park/amounts/energy', quantity: 'energy', kind: 'interval' },
    ],
    'Europe/Berlin',
  ),
)
const ENERGY = ['--point', 'park/main/energy', '--csv', 'a.csv']
const AMOUNTS = ['--point', 'park/amounts/energy', '--csv', 'a.csv']
const run = (args: readonly string[], text: string | Uint8Array, more: Readonly<Record<string, string>> = {}) =>
  runWith(CAMPUS, args, { 'a.csv': text, ...more })

const GOOD = 'time,value\n2026-03-02T07:00:00Z,1.5\n2026-03-02T08:00:00Z,2.5\n'

describe('campus import', () => {
  it('stores every row, waits until they are rolled up, and says from when to when', async () => {
    const done = await run(ENERGY, GOOD)
    expect(done.code).toBe(0)
    expect(done.requests).toEqual([
      {
        point: 'park/main/energy',
        rows: [
          [Date.UTC(2026, 2, 2, 7), 1.5],
          [Date.UTC(2026, 2, 2, 8), 2.5],
        ],
        import: 'import-1',
      },
    ])
    expect(done.drained).toBe(1)
    expect(done.out).toContain(
      '2 readings of park/main/energy (kWh) imported, 2026-03-02T08:00:00+01:00 to 2026-03-02T09:00:00+01:00\n0 rows refused',
    )
    expect(done.out).toContain('`campus import undo import-1` takes this import back')
  })

  it('prints what it detected with the option that says the same', async () => {
    const { err } = await run([...ENERGY, '--zone', 'Europe/Berlin'], 'Zeit;kWh\n02.03.2026 07:00;1,5\n02.03.2026 08:15;2,25\n')
    for (const words of ["--delimiter ';'", '--time Zeit', "--decimal ','", "--time-format 'dd.MM.yyyy HH:mm'"])
      expect(err).toContain(`a.csv: detected ${words}: `)
  })

  it('prints a switch without value, a pattern with quotes so that a shell takes it, and row names in words', async () => {
    const { err } = await run([...ENERGY, '--time', 't'], '"t","kWh"\n"1","2026-03-02T07:00:00Z",1\n"2","2026-03-02T08:00:00Z",2\n')
    expect(err).toContain('detected row names (left out): every row has one cell more than the header')
    expect(err).toContain(`--time-format "yyyy-MM-dd'T'HH:mm:ssz"`)
    const clocks = Array.from({ length: 24 }, (_, i) => `${String(i).padStart(2, '0')}:00`)
    const wide = await run(
      [...AMOUNTS, '--zone', 'Europe/Berlin'],
      `day;${clocks.join(';')}\n2026-03-02;${clocks.map(() => '1').join(';')}\n`,
    )
    expect(wide.err).toContain('a.csv: detected --wide: 24 columns are headed by the clock')
  })

  it('names each refused row by line, column and value, stores the others, and exits with 1', async () => {
    const done = await run(ENERGY, 'time,value\nyesterday,1\n2026-03-02T07:00:00Z,many\n2026-03-02T08:00:00Z,-\n2026-03-02T09:00:00Z,3\n')
    expect(done.code).toBe(1)
    expect(done.err).toMatch(/^a\.csv:2: time "yesterday": /m)
    expect(done.err).toMatch(/^a\.csv:3: value "many": /m)
    expect(done.requests.flatMap((r) => r.rows)).toEqual([[Date.UTC(2026, 2, 2, 9), 3]])
    expect(done.out).toContain('2 rows refused, 1 cells with no value, 0 repeated')
  })

  it('stores nothing where the file leaves it open, names the options that decide, and exits with 2', async () => {
    const done = await run(ENERGY, 'time,value\n2026-03-02 07:00,1\n2026-03-02 08:00,2\n')
    expect(done.code).toBe(2)
    expect(done.requests).toEqual([])
    expect(done.drained).toBe(0)
    expect(done.err).toMatch(/a\.csv:2: time "2026-03-02 07:00": .*\ndecide it with one of\n {2}--zone /)
    expect(done.err).toContain('a.csv: nothing is stored')
    expect(done.out).toBe('')
  })

  it('exits with 2 where no row has a value', async () => {
    expect((await run(ENERGY, 'time,value\n2026-03-02T07:00:00Z,-\n')).code).toBe(2)
    expect((await run(ENERGY, '')).err).toContain('the file is empty')
  })

  it('prints the first rows of a preview and stores nothing', async () => {
    const done = await run([...ENERGY, '--preview'], GOOD)
    expect(done.code).toBe(0)
    expect(done.requests).toEqual([])
    expect(done.out).toMatch(/2026-03-02T07:00:00Z +park\/main\/energy +2026-03-02T08:00:00\+01:00 +1\.5 +kWh/)
    expect(done.out).toContain('2 readings of park/main/energy (kWh) found')
  })

  it('prints all of it as JSON for scripts', async () => {
    const done = await run([...ENERGY, '--json'], `${GOOD}2026-03-02T09:00:00Z,x\n`)
    expect(JSON.parse(done.out)).toMatchObject({
      point: 'park/main/energy',
      unit: 'kWh',
      accepted: 2,
      refused: 1,
      from: '2026-03-02T08:00:00+01:00',
      refusals: [{ line: 4, column: 'value', value: 'x' }],
      failures: [],
    })
    const open = await run([...ENERGY, '--json'], 'time,value\n2026-03-02 07:00,1\n')
    expect(JSON.parse(open.out)).toMatchObject({ accepted: 0, failures: [{ kind: 'undecided', options: expect.any(Array) }] })
  })

  it('imports several points of one file, each in its unit', async () => {
    const maps = ['--map', 'Strom [MWh]=park/main/energy', '--map', 'Wasser [L]=park/main/volume', '--file', 'a.csv']
    const done = await run(maps, 'time,Strom [MWh],Wasser [L]\n2026-03-02T07:00:00Z,1.5,200\n')
    expect(done.code).toBe(0)
    expect(done.requests.map((r) => [r.point, r.rows[0]?.[1]])).toEqual([
      ['park/main/energy', 1500],
      ['park/main/volume', 0.2],
    ])
  })

  it('sends estimated rows as such, and rows older than 2000 only when they are accepted', async () => {
    const text = 'time,value,status\n1999-06-01T00:00:00Z,1,E\n2026-03-02T07:00:00Z,2,ok\n2026-03-02T08:00:00Z,3,E2\n'
    const marks = [...ENERGY, '--value', 'value', '--estimated', 'status=E*']
    const usual = await run(marks, text)
    expect([usual.code, usual.requests[0]?.estimated, usual.requests[0]?.acceptSince]).toEqual([1, [1], undefined])
    expect(usual.err).toContain('--accept-since')
    const all = await run([...marks, '--accept-since', '1990-01-01'], text)
    expect([all.code, all.requests[0]?.estimated, all.requests[0]?.acceptSince]).toEqual([0, [0, 2], Date.UTC(1990, 0, 1)])
  })

  it('sends a thousand rows a request and marks estimates by their position in it', async () => {
    const rows = Array.from({ length: 2500 }, (_, i) => `${1_770_000_000 + i * 900},${i},${i === 1001 ? 'E' : 'A'}`)
    const done = await run([...ENERGY, '--value', 'v', '--time', 't', '--estimated', 'q=E'], `t,v,q\n${rows.join('\n')}\n`)
    expect(done.requests.map((r) => [r.rows.length, r.estimated])).toEqual([
      [1000, undefined],
      [1000, [1]],
      [500, undefined],
    ])
    expect(done.err).toContain('park/main/energy: 1000 of 2500 (40 %)')
  })

  it('reads options of a shipped profile and of a YAML file of the user', async () => {
    const grid = await run(
      [...AMOUNTS, '--profile', 'german-grid', '--zone', 'Europe/Berlin'],
      'Datum;Von;Wert [kWh]\n02.03.2026;08:00;1,5\n',
    )
    expect([grid.code, grid.requests[0]?.rows]).toEqual([0, [[Date.UTC(2026, 2, 2, 7, 15), 1.5]]])
    const own = await run([...ENERGY, '--profile', 'mine.yaml'], 'when|reading\n2026-03-02T07:00:00Z|7\n', {
      'mine.yaml': "about: mine\ndelimiter: '|'\ntime: when\nvalue: reading\nunit: MWh\naccept-since: 1990-01-01\n",
    })
    expect(own.requests).toMatchObject([{ rows: [[Date.UTC(2026, 2, 2, 7), 7000]], acceptSince: Date.UTC(1990, 0, 1) }])
    const none = await run([...ENERGY, '--profile', 'grren-button'], GOOD)
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('there is no profile "grren-button"')])
  })

  it('unpacks gzip and reads bytes that are no UTF-8 in the encoding that is named', async () => {
    expect((await run(ENERGY, gzipSync(GOOD))).code).toBe(0)
    const latin = Buffer.from('time,Zähler\n2026-03-02T07:00:00Z,1\n', 'latin1')
    expect((await run([...ENERGY, '--encoding', 'latin1', '--value', 'Zähler'], latin)).code).toBe(0)
  })
})

describe('stamps of amounts in an import', () => {
  const TEXT = 'time,value\n2026-03-02T07:00:00Z,1\n2026-03-02T07:15:00Z,2\n'
  const first = (r: Awaited<ReturnType<typeof run>>) => r.requests[0]?.rows[0]?.[0]

  it('move to the end of the interval that the point stores when the file has the begin', async () => {
    const moved = await run([...AMOUNTS, '--stamp', 'begin'], TEXT)
    expect(first(moved)).toBe(Date.UTC(2026, 2, 2, 7, 15))
    expect(moved.err).toContain('times are the begin of an interval; "park/amounts/energy" stores its end: moved by 15 min')
    expect(first(await run([...AMOUNTS, '--stamp', 'begin', '--interval', '1h'], TEXT))).toBe(Date.UTC(2026, 2, 2, 8))
  })

  it('stay where the file says nothing or the same, and at registers', async () => {
    for (const args of [AMOUNTS, [...AMOUNTS, '--stamp', 'end'], [...ENERGY, '--stamp', 'begin']])
      expect(first(await run(args, TEXT))).toBe(Date.UTC(2026, 2, 2, 7))
  })

  it('move days by the clock of the campus: the day in March has 23 hours', async () => {
    const day = await run(
      [...AMOUNTS, '--stamp', 'begin', '--interval', '1d', '--zone', 'Europe/Berlin'],
      'time,value\n2026-03-29 00:00,1\n',
    )
    expect(first(day)).toBe(Date.parse('2026-03-30T00:00:00+02:00'))
  })

  it('move to the begin where the point stores the begin, and months by the calendar', async () => {
    const rules = (more: object): Campus => ({ ...CAMPUS, points: CAMPUS.points.map((p) => ({ ...p, rules: { ...p.rules, ...more } })) })
    const begin = await runWith(rules({ stamp: 'begin' }), [...AMOUNTS, '--stamp', 'end'], { 'a.csv': TEXT })
    expect(first(begin)).toBe(Date.UTC(2026, 2, 2, 6, 45))
    const month = { 'a.csv': 'time,value\n2026-02-01T00:00:00+01:00,7\n' }
    const moved = await runWith(rules({ interval: 30 * 86_400_000, calendarMonths: 1 }), [...AMOUNTS, '--stamp', 'begin'], month)
    expect(first(moved)).toBe(Date.parse('2026-03-01T00:00:00+01:00'))
    expect(moved.err).toContain('moved by a month')
  })

  it('are refused where the interval is not over', async () => {
    const done = await run(
      [...AMOUNTS, '--stamp', 'begin', '--interval', '1h'],
      'time,value\n2026-05-31T22:00:00Z,1\n2026-05-31T23:30:00Z,2\n',
    )
    expect([done.code, done.requests[0]?.rows.length]).toEqual([1, 1])
    expect(done.err).toContain('a.csv:3: value "2": its interval ends in the future')
  })

  it('ask for the length where neither point nor option has it', async () => {
    const bare = campusOf([{ id: 'park/amounts/energy', quantity: 'energy', kind: 'interval' }])
    const done = await runWith(bare, [...AMOUNTS, '--stamp', 'begin'], { 'a.csv': TEXT })
    expect([done.code, done.requests.length]).toEqual([2, 0])
    expect(done.err).toContain('decide it with\n  --interval 15m')
  })
})

describe('campus import with arguments that cannot be used', () => {
  it.each([
    [['--csv', 'a.csv'], '--point is missing'],
    [['--point', 'park/main/energy'], '--csv is missing'],
    [[...ENERGY, '--file', 'a.csv'], '--csv and --file exclude each other'],
    [[...ENERGY, '--map', 'v=park/main/volume'], '--point and --map exclude each other'],
    [[...ENERGY, 'more.csv'], '"more.csv" is no option'],
    [[...ENERGY, '--zone', 'Mars'], '--zone: "Mars" cannot be used'],
    [[...ENERGY, '--where', 'meter'], 'write COLUMN=VALUE'],
    [['--point', 'park/gone', '--csv', 'a.csv'], 'park/gone'],
    [['--point', 'park/main/energy', '--csv', 'gone.csv'], 'cannot read "gone.csv"'],
  ])('%j is answered with a sentence and exit 2', async (args, sentence) => {
    const done = await run(args, GOOD)
    expect([done.code, done.requests.length]).toEqual([2, 0])
    expect(done.err).toContain(sentence)
  })

  it('are explained by --help with every option', async () => {
    const { out } = await run(['--help'], GOOD)
    for (const option of [
      '--map',
      '--time-format',
      '--where',
      '--wide',
      '--stamp',
      '--profile',
      '--preview',
      '--accept-since',
      '--duplicates',
    ])
      expect(out).toContain(option)
  })
})
