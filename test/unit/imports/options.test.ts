import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IMPORT_OPTIONS, mergeOptions, parseProfile, PROFILES, profileUrl, readOptions } from '../../../src/imports/index.ts'
import { profileText } from './profile-text.ts'

const optionsOf = (entries: Record<string, unknown>) => {
  const read = readOptions(entries)
  return read.ok ? read.value : read.failures.map((f) => f.reason)
}

describe('options of an import', () => {
  it('are read from texts, lists and switches as a command line or a request has them', () => {
    expect(
      optionsOf({
        time: 'Zeit',
        'time-format': ['dd.MM.yyyy HH:mm'],
        zone: '+10',
        where: ['meter=A', 'phase=L1=x'],
        map: 'USAGE=kWh=park/main/energy',
        thousands: 'space',
        scale: '0.001',
        skip: 3,
        wide: true,
        interval: '15m',
        'accept-since': '2010-01-01',
        unit: undefined,
      }),
    ).toEqual({
      time: ['Zeit'],
      timeFormat: ['dd.MM.yyyy HH:mm'],
      zone: '+10:00',
      where: [
        { column: 'meter', value: 'A' },
        { column: 'phase', value: 'L1=x' },
      ],
      map: [{ column: 'USAGE=kWh', point: 'park/main/energy' }],
      thousands: ' ',
      scale: 0.001,
      skip: 3,
      wide: true,
      interval: 900_000,
      acceptSince: Date.UTC(2010, 0),
    })
  })

  it.each([
    [{ delimter: ';' }, /did you mean "delimiter"/],
    [{ zone: 'Berlin' }, /Europe\/Berlin/],
    [{ scale: '0' }, /other than 0/],
    [{ 'time-format': 'dd.MM.yyyy HH:MM' }, /minutes are mm/],
    [{ where: 'meter' }, /COLUMN=VALUE/],
    [{ map: '=x' }, /COLUMN=POINT/],
    [{ stamp: 'middle' }, /begin, end/],
    [{ duplicates: 'mean' }, /first, last, sum/],
    [{ decimal: 'x' }, /choose one of/],
    [{ interval: 'monthly' }, /15m/],
    [{ skip: '-1' }, /number of lines/],
    [{ time: { a: 1 } }, /no text/],
  ])('%j is refused with what to write', (entries, says) => {
    expect(optionsOf(entries)).toEqual([expect.stringMatching(says)])
  })

  it('tell all faults at once', () => {
    expect(optionsOf({ zone: 'x', scale: 'y' })).toHaveLength(2)
  })
})

describe('a profile', () => {
  it.each([...PROFILES])('%s is shipped, sound and says what it reads', (name) => {
    const profile = parseProfile(profileText(name) ?? '', name)
    expect(profile.ok && profile.value.about.length).toBeGreaterThan(20)
  })

  it('of another name has no address: a path cannot be smuggled in', () => {
    expect(profileUrl('../../package')).toBeNull()
  })

  it('of a user tells every fault with its line', () => {
    const read = parseProfile('about: mine\ndelimiter: ";"\nzone: Berlin\n\ndecmal: ","\nprofile: nem12\n', 'mine.yaml')
    expect(read.ok ? [] : read.failures.map((f) => [f.line, f.column])).toEqual([
      [3, 'zone'],
      [5, 'decmal'],
      [6, 'profile'],
    ])
  })

  it.each(['', '- a\n', 'a: [', 'x: *y\n', '1'])('%j is none, and says so', (text) => {
    expect(parseProfile(text, 'p').ok).toBe(false)
  })

  it('never throws, whatever its text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseProfile(text, 'p')))
    fc.assert(fc.property(fc.constantFrom(...IMPORT_OPTIONS), fc.string(), (key, text) => void parseProfile(`${key}: ${text}\n`, 'p')))
  })

  it('gives way to the options of the user, and its marks of estimates add up', () => {
    const merged = mergeOptions(
      { delimiter: ';', date: ['Datum'], clock: ['Zeit'], unit: 'W', estimated: [{ column: 'S', value: 'E' }] },
      { delimiter: ',', time: ['Zeitpunkt'], estimated: [{ column: 'T', value: '1' }] },
    )
    expect(merged).toMatchObject({ delimiter: ',', time: ['Zeitpunkt'], unitElse: 'W' })
    expect(merged.date).toBeUndefined()
    expect(merged.estimated).toHaveLength(2)
  })
})
