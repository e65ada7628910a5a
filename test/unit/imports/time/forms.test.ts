import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFormContest } from '../../../../src/imports/time/detect.ts'
import { readForm } from '../../../../src/imports/time/form.ts'
import { zoneName } from '../../../../src/imports/time/local.ts'
import { compilePattern } from '../../../../src/imports/time/pattern.ts'
import { parseTime } from '../../../../src/wire/values/time.ts'

const AT = Date.UTC(2026, 2, 2, 8, 2)

function detected(text: string, zone: string | null = null) {
  const contest = createFormContest({ zone, since: Date.UTC(2000, 0), latest: Date.UTC(2030, 0), column: 'time' })
  contest.see({ line: 2, text })
  const found = contest.verdict()
  if (!found.ok) return found.failures[0]?.options
  const read = readForm(found.value.form, text, zone)
  return read?.kind === 'instant' ? read.at : read?.kind === 'local' ? read.wall : read?.reason
}

describe('a time without a pattern', () => {
  it.each([
    '2026-03-02T08:02:00Z',
    '2026-03-02T16:02:00+08:00',
    '2026-03-02T16:02:00+0800',
    '2026-03-02T09:02:00.000000000+01',
    '2026-03-02 08:02:00 UTC',
    '2026/03/02 08:02',
    '2026.03.02 08:02:00',
    '20260302T080200Z',
    '20260302080200',
    '2026-03-02T08:02Z',
    '1772438520',
    '1772438520000',
    '1772438520000000',
    '1772438520000000000',
    '260302080200W',
  ])('%s is read as in a message', (text) => {
    expect(detected(text, 'UTC')).toBe(AT)
    expect(parseTime(text, { zone: 'UTC' })).toBe(AT)
  })

  it.each([
    ['02.03.2026 08:02', AT],
    ['2.3.2026 8:02', AT],
    ['02-Mar-26 08:02:00 AM UTC', AT],
    ['2. März 2026 08:02', AT],
    ['2 mars 2026 08:02', AT],
    ['Mar 2, 2026 8:02 AM', AT],
    ['Mon, 02 Mar 2026 08:02:00 +0000', AT],
    ['2026-Mar-02 08:02', AT],
    ['2026年3月2日 8时02分', AT],
    ['202603020802', AT],
    ['20260302 08:02', AT],
    ['2026-03-02 24:00', Date.UTC(2026, 2, 3)],
    ['2026-03-02', Date.UTC(2026, 2, 2)],
    ['13/03/2026 08:02', Date.UTC(2026, 2, 13, 8, 2)],
    ['03/13/2026 08:02', Date.UTC(2026, 2, 13, 8, 2)],
    ['02-Mar-26 8:02:00 PM CST', 'name yours'],
  ])('%s is read where only one reading is possible', (text, wanted) => {
    const found = detected(text)
    if (typeof wanted === 'number') expect(found).toBe(wanted)
    else expect(Array.isArray(found) || String(found).includes(wanted)).toBe(true)
  })

  it.each(['02/03/2026 08:02', '02-03-2026 08:02', '02.03.04 08:02', '26-03-02 08:02'])('%s is asked about', (text) => {
    expect(detected(text)).toEqual(expect.arrayContaining([expect.stringContaining('--time-format')]))
  })

  it.each(['yesterday', '0026-03-02 08:00', '9999-01-01 00:00', '2026-02-30 08:00', '12', '2026-03-02 25:00'])('%s is no time', (text) => {
    expect(detected(text)).toEqual(expect.arrayContaining(['--time COLUMN']))
  })
})

describe('a pattern of Unicode date tokens', () => {
  const read = (pattern: string, text: string, zone: string | null = null) => {
    const compiled = compilePattern(pattern)
    if (!compiled.ok) return compiled.reason
    const found = readForm(compiled.form, text, zone)
    return found === null ? null : found.kind === 'instant' ? found.at : found.kind === 'local' ? found.wall : found.reason
  }

  it.each([
    ['dd.MM.yyyy HH:mm', '02.03.2026 08:02'],
    ['d.M.yy H:mm', '2.3.26 8:02'],
    ['dd-MMM-yy hh:mm:ss a z', '02-Mar-26 08:02:00 AM UTC'],
    ['dd-MMM-yy h:mm:ss a z', '02-Mar-26 4:02:00 PM HKT'],
    ['EEEE, d. MMMM yyyy HH:mm', 'Montag, 2. März 2026 08:02'],
    ['yyyyMMddHHmm', '202603020802'],
    ["yyyy-MM-dd'T'HH:mm:ssXXX", '2026-03-02T09:02:00+01:00'],
    ['yyyy-MM-ddTHH:mm:ss.SSSZ', '2026-03-02T09:02:00.000+0100'],
    ["h 'o''clock' mm a, MM/dd/yyyy", "8 o'clock 02 a.m., 03/02/2026"],
    ['s', '1772438520'],
    ['ms', '1772438520000'],
    ['excel', '46083.33472222222'],
  ])('%s reads %s', (pattern, text) => {
    expect(read(pattern, text)).toBe(AT)
  })

  it.each([
    ['dd.MM.yyyy HH:MM', /minutes are mm/],
    ['DD.MM.yyyy', /days? .*dd/],
    ['dd.MM.YYYY', /yyyy/],
    ['dd.mm.yyyy', /month/],
    ['dd.MM.yyyy hh:mm', /needs a/],
    ['HH:mm', /no year/],
    ['dd.MM.yyyy q', /"q" is no token/],
  ])('%s is refused with what to write', (pattern, says) => {
    expect(read(pattern, '')).toMatch(says)
  })

  it('reads an abbreviation of several zones by the zone that was named', () => {
    expect(read('yyyy-MM-dd HH:mm z', '2026-03-02 02:02 CST', 'America/Chicago')).toBe(AT)
    expect(read('yyyy-MM-dd HH:mm z', '2026-03-02 16:02 CST', 'Asia/Shanghai')).toBe(AT)
    expect(read('yyyy-MM-dd HH:mm z', '2026-03-02 16:02 CST')).toMatch(/several zones/)
    expect(read('yyyy-MM-dd HH:mm z', '2026-03-02 16:02 XYZ')).toMatch(/no zone/)
  })

  it('never throws, whatever the pattern and the text', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (pattern, text) => void read(pattern, text, 'Europe/Berlin')))
  })
})

describe('a zone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['+10:00', '+10:00'],
    ['+10', '+10:00'],
    ['UTC+8', '+08:00'],
    ['Z', 'UTC'],
    ['-0330', '-03:30'],
    ['Europe/Atlantis', null],
    ['+99', null],
  ])('%s is %s', (text, zone) => {
    expect(zoneName(text)).toBe(zone)
  })
})
