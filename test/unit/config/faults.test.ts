import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultText } from '../../../src/config/fault-text.ts'
import { check, campus, faultsOf, faultTexts, FIXTURES, fixture } from './campus-file.ts'

/** `# fault: a | b` at the end of a line: what the faults of that line begin with or contain. */
function expectedFaults(text: string): { line: number; text: string }[] {
  return text.split('\n').flatMap((line, i) => {
    const said = line.split('# fault: ')[1]
    return said === undefined ? [] : said.split(' | ').map((part) => ({ line: i + 1, text: part.trim() }))
  })
}

describe('a broken campus file', () => {
  for (const name of readdirSync(join(FIXTURES, 'broken'))) {
    it(`gets every fault of ${name} at once, each with its line`, () => {
      const text = fixture(join('broken', name))
      const expected = expectedFaults(text)
      const faults = faultsOf(text)
      const found = faults.map((f) => ({ line: f.line, text: faultText(f).replace(/^campus\.yaml:\d+:\d+: /, '') }))
      const missing = expected.filter((e) => !found.some((f) => f.line === e.line && f.text.includes(e.text)))
      const unexpected = found.filter((f) => !expected.some((e) => e.line === f.line && f.text.includes(e.text)))
      expect({ missing, unexpected }).toEqual({ missing: [], unexpected: [] })
      expect(found).toHaveLength(expected.length)
    })
  }

  it('is reported in the order of its lines with columns that point at the value', () => {
    const faults = faultsOf(fixture('broken/five-faults.yaml'))
    const lines = faults.map((f) => f.line)
    expect(lines).toEqual([...lines].sort((a, b) => (a ?? 0) - (b ?? 0)))
    const text = fixture('broken/five-faults.yaml').split('\n')
    const conter = faults.find((f) => f.message.includes('conter'))
    expect(text[(conter?.line ?? 0) - 1]?.slice((conter?.column ?? 0) - 1)).toMatch(/^conter/)
  })

  it('names the included file and its line, in the order of the files', () => {
    const text = campus('include: campus.d/*.yaml', 'points: [{ id: a }]')
    const faults = faultTexts(text, {
      includes: {
        'campus.d/1.yaml': 'points:\n  - { id: b, quantity: nope }\n',
        'campus.d/2.yaml': 'broker: embedded\npoints:\n  - { id: c, quantity: energy }\n  - { id: c, quantity: energy }\n',
      },
    })
    expect(faults.map((f) => f.split(': ')[0])).toEqual([
      'campus.yaml:5:10',
      'campus.d/1.yaml:2:24',
      'campus.d/2.yaml:1:1',
      'campus.d/2.yaml:4:11',
    ])
    expect(faults[2]).toContain('"broker" is not a known key')
    expect(faults[3]).toContain('the first is at campus.d/2.yaml:3')
  })

  it('that is empty, a list or one word is told what a campus file is', () => {
    expect(faultTexts('')).toEqual(['campus.yaml:1:1: the file is empty; a campus file begins with `campus:`'])
    expect(faultTexts('# nothing\n')).toHaveLength(1)
    expect(faultTexts('- a')[0]).toContain('a campus file is a group of keys')
    expect(faultTexts('word')[0]).toContain('a campus file is a group of keys')
    expect(faultTexts('sites: []')[0]).toContain('the key "campus" is missing')
  })

  it('tells a fault that a template repeats once', () => {
    const text = campus(
      'templates:',
      '  - n: 1..50',
      '    points: [{ id: "p{n}", from: [{ source: nativ, device: "d{n}", field: power }] }]',
    )
    expect(faultTexts(text)).toEqual([
      'campus.yaml:6:45: templates[0].points[0].from[0].source: there is no source "nativ" (in several copies); did you mean "native"?',
    ])
  })

  it('never shows a secret', () => {
    const text = fixture('broken/settings.yaml')
    expect(faultTexts(text, { env: { CAMPUS__BROKER__URL: 'http://u:hidden@h' } }).join('\n')).not.toMatch(/me:secret|hidden/)
  })

  it('with an alias that refers to itself or grows without end is refused without harm', () => {
    expect(faultTexts('campus: &a { x: *a }').length).toBeGreaterThan(0)
    const bomb = [
      'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
      ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 10 }, () => `*a${i}`).join(', ')}]`),
    ].join('\n')
    expect(faultTexts(bomb).join('\n')).toContain('too large')
    expect(faultTexts('['.repeat(5000)).length).toBeGreaterThan(0)
  })

  it('that cannot be read as included is a fault, not a throw', () => {
    const { result } = check(campus('include: [x.yaml, y.yaml]'), { includes: { 'x.yaml': '- 1' } })
    expect(result.ok).toBe(false)
  })
})

describe('loading', () => {
  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string(), yamlish()), (text) => {
        const { result } = check(text)
        expect(result.ok || result.faults.length > 0).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('never throws when a piece of a sound file is cut out or doubled', () => {
    const text = fixture('good/everything.yaml')
    const place = fc.nat({ max: text.length })
    fc.assert(
      fc.property(place, fc.nat({ max: 40 }), fc.boolean(), (at, length, doubled) => {
        const piece = text.slice(at, at + length)
        const { result } = check(text.slice(0, at) + (doubled ? piece + piece : '') + text.slice(at + length))
        expect(result.ok || result.faults.every((f) => f.message !== '')).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

/** Texts made of the pieces of campus files. */
function yamlish(): fc.Arbitrary<string> {
  const pieces = [
    'campus:',
    'points:',
    'templates:',
    'include:',
    'sources:',
    ' id:',
    ' a',
    '\n',
    '  ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    ': ',
    '*a',
    '&a ',
    '"{x}"',
    '1..3',
    'from',
    '!!set ',
    '<<: ',
    '|',
    '? ',
    '2026-02-30',
    'null',
    '~',
  ]
  return fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''))
}
