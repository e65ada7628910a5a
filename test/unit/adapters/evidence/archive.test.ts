import { generateKeyPairSync } from 'node:crypto'
import { unzipSync, zipSync } from 'fflate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprintOf, packEvidence, unpackEvidence } from '../../../../src/adapters/evidence/archive.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const ENTRIES = [
  { name: 'statement.json', text: '{"period":"2026-03"}' },
  { name: 'buckets.ndjson', text: '{"total":1}\n'.repeat(100_000) },
]
const PACKED = packEvidence(ENTRIES, privateKey)

describe('an evidence archive', () => {
  it('comes back as it was packed, with the fingerprint of its key and without a fault', () => {
    expect(unpackEvidence(PACKED)).toMatchObject({ faults: [], key: fingerprintOf(privateKey) })
    const texts = new Map(unpackEvidence(PACKED).entries.map((e) => [e.name, e.text]))
    for (const { name, text } of ENTRIES) expect(texts.get(name)).toBe(text)
  })

  it('is the same bytes for the same entries and key: nothing depends on the time', () => {
    expect(Buffer.compare(packEvidence(ENTRIES, privateKey), PACKED)).toBe(0)
  })

  it('has a fault whichever byte is changed, also one that no file of it holds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: PACKED.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Uint8Array.from(PACKED)
        changed[at] = (changed[at] ?? 0) ^ flip
        expect(unpackEvidence(changed).faults.length).toBeGreaterThan(0)
      }),
      { numRuns: 400 },
    )
  })

  it('has a fault when it is cut, extended or no archive at all', () => {
    for (const bytes of [
      PACKED.slice(0, -1),
      PACKED.slice(0, 100),
      Uint8Array.from([...PACKED, 0]),
      new Uint8Array(0),
      Buffer.from('no archive'),
    ])
      expect(unpackEvidence(bytes).faults.length).toBeGreaterThan(0)
  })

  it('names the file that was replaced, and the one that was taken out or put in', () => {
    const files = unzipSync(PACKED)
    const repacked = (change: Record<string, Uint8Array>, without = '') =>
      unpackEvidence(zipSync(Object.fromEntries(Object.entries({ ...files, ...change }).filter(([name]) => name !== without)))).faults
    expect(repacked({ 'statement.json': Buffer.from('{}') })).toContainEqual(expect.stringContaining('statement.json was changed'))
    expect(repacked({}, 'statement.json')).toContainEqual('statement.json is missing')
    expect(repacked({ 'more.json': Buffer.from('{}') })).toContainEqual('more.json is not in the manifest')
  })

  it('that somebody changed and signed again has another fingerprint', () => {
    const other = generateKeyPairSync('ed25519').privateKey
    const again = unpackEvidence(packEvidence([{ name: 'statement.json', text: '{"period":"2026-04"}' }], other))
    expect(again.faults).toEqual([])
    expect(again.key).not.toBe(fingerprintOf(privateKey))
  })

  it('whose files unpack to far more than it holds is not unpacked, and has a fault', () => {
    const bomb = zipSync({ 'manifest.json': [new Uint8Array(64 * 1024 * 1024), { level: 9 }] })
    expect(bomb.length).toBeLessThan(100_000)
    const { entries, faults } = unpackEvidence(bomb)
    expect(entries).toEqual([])
    expect(faults.join()).toMatch(/manifest\.json unpacks to more than the archive holds/)
  })
})
