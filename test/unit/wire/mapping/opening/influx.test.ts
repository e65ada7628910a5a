import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseInflux, parseInfluxLine } from '../../../../../src/wire/mapping/opening/influx.ts'

describe('a line of the InfluxDB line protocol', () => {
  it('has a measurement, tags, fields and a time', () => {
    expect(parseInfluxLine('cpu,host=a,room=r1 load=1.5,on=true,n=3i 1772438400000000000')).toEqual({
      measurement: 'cpu',
      tags: { host: 'a', room: 'r1' },
      fields: { load: 1.5, on: true, n: 3 },
      time: '1772438400000000000',
    })
  })

  it('may have neither tags nor a time', () => {
    expect(parseInfluxLine('cpu load=-2e3')).toEqual({ measurement: 'cpu', tags: {}, fields: { load: -2000 }, time: null })
  })

  it('keeps escaped commas, blanks and equals signs, and quoted texts', () => {
    expect(parseInfluxLine('my\\ cpu,ho\\,st=a\\=b te\\ xt="a, b = \\"c\\"" 1772438400')).toEqual({
      measurement: 'my cpu',
      tags: { 'ho,st': 'a=b' },
      fields: { 'te xt': 'a, b = "c"' },
      time: '1772438400',
    })
  })

  it('is none without fields, with an empty value, with text that is not quoted, or with more behind the time', () => {
    for (const line of ['cpu', 'cpu load=', 'cpu load=high', 'cpu load=1 2 3', ',a=b load=1', 'cpu,a load=1', 'cpu load=1 soon', '{"a":1}'])
      expect(parseInfluxLine(line)).toBeNull()
  })

  it('never throws, and a message with a line that is none is refused as a whole', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
        expect(parseInflux(text).ok).toBe(lines.every((line) => parseInfluxLine(line) !== null))
      }),
    )
  })
})
