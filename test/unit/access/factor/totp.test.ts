import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase32, toBase32 } from '../../../../src/access/factor/base32.ts'
import { createRecoveryCodes, recoveryHash } from '../../../../src/access/factor/recovery.ts'
import { createSecret, hotp, keyUri, matchCode, stepOf } from '../../../../src/access/factor/totp.ts'
import { instant } from '../../../../src/domain/index.ts'

const SECRET = Buffer.from('12345678901234567890')

describe('one-time passwords', () => {
  it.each([...['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'].entries()])(
    'agree with RFC 4226 appendix D at counter %i',
    (counter, code) => {
      expect(hotp(SECRET, counter)).toBe(code)
    },
  )

  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('agree with RFC 6238 appendix B at second %i', (second, code) => {
    expect(hotp(SECRET, stepOf(instant(second * 1000)), 8)).toBe(code)
  })

  it('are accepted one step early and late, not two, and never for a step that is used', () => {
    const at = instant(Date.parse('2026-03-02T08:00:15Z'))
    const now = stepOf(at)
    const accepted = (step: number, lastStep = -1): number | null => matchCode(SECRET, hotp(SECRET, step), { at, lastStep })
    expect([-2, -1, 0, 1, 2].map((offset) => accepted(now + offset))).toEqual([null, now - 1, now, now + 1, null])
    expect(accepted(now, now)).toBeNull()
    expect(accepted(now + 1, now)).toBe(now + 1)
    expect(matchCode(SECRET, '', { at, lastStep: -1 })).toBeNull()
    expect(matchCode(SECRET, '１２３４５６', { at, lastStep: -1 })).toBeNull()
  })

  it('are described to an app by an address that names the campus and the user', () => {
    const uri = new URL(keyUri(SECRET, { issuer: 'Science park', name: 'anna@example.org' }))
    expect([uri.protocol, decodeURIComponent(uri.pathname), uri.searchParams.get('secret'), uri.searchParams.get('issuer')]).toEqual([
      'otpauth:',
      '/Science park:anna@example.org',
      'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      'Science park',
    ])
    expect(createSecret()).toHaveLength(20)
  })
})

describe('base32', () => {
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('agrees with RFC 4648 section 10 for "%s"', (text, encoded) => {
    expect(toBase32(Buffer.from(text))).toBe(encoded)
  })

  it('reads back what it writes, in groups and small letters too, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const grouped = (
          toBase32(bytes)
            .toLowerCase()
            .match(/.{1,4}/g) ?? []
        ).join('-')
        expect(fromBase32(grouped)).toEqual(bytes)
      }),
    )
    expect(fromBase32('MZXW0')).toBeNull()
  })
})

describe('recovery codes', () => {
  it('are eight different ones of 120 bits, known by their hash however they are typed', () => {
    const codes = createRecoveryCodes()
    expect(new Set(codes).size).toBe(8)
    for (const code of codes) {
      expect(code).toMatch(/^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/)
      expect(recoveryHash(code.toLowerCase().replaceAll('-', ' '))).toBe(recoveryHash(code))
    }
  })
})
