import { describe, expect, it } from 'vitest'
import { faultText } from '../../../../src/config/fault-text.ts'
import { loadPortfolio } from '../../../../src/config/portfolio/portfolio-file.ts'

const load = (text: string, env: Record<string, string> = {}, files: Record<string, string> = {}) =>
  loadPortfolio({ file: 'portfolio.yaml', text, env, readSecret: (path) => files[path] ?? null })

describe('a portfolio file', () => {
  it('gives campuses with their tokens from files or the environment, and their shares by month', () => {
    const text = `portfolio: { id: group, port: 3300, fiscal_year: { starts: 4 } }
campuses:
  - { id: park, name: Science park, url: "https://park:3000", token_file: park.token }
  - { id: old-mill, url: "http://127.0.0.1:3001", share: [{ from: 2024-07, share: 60% }, { from: 2025-01, share: 1 }] }
  - { id: dock, url: "http://dock:3000", share: 0.25 }
`
    const env = { CAMPUS_PORTFOLIO_TOKEN_OLD_MILL: 'mill', CAMPUS_PORTFOLIO_TOKEN_DOCK: 'dock' }
    const loaded = load(text, env, { 'park.token': 'park\n' })
    expect(loaded).toMatchObject({
      ok: true,
      portfolio: {
        id: 'group',
        host: '127.0.0.1',
        port: 3300,
        fiscalStart: 4,
        campuses: [
          { id: 'park', name: 'Science park', token: 'park', shares: [{ from: null, share: 1 }] },
          {
            token: 'mill',
            shares: [
              { from: null, share: 0 },
              { from: '2024-07', share: 0.6 },
              { from: '2025-01', share: 1 },
            ],
          },
          { token: 'dock', shares: [{ from: null, share: 0.25 }] },
        ],
      },
    })
  })

  it('is refused with every fault at its line', () => {
    const text = `campuses:
  - { id: a, url: ftp://a, token: secret, shere: 1 }
  - { id: a, url: "https://a:1", token_file: gone, share: 140% }
`
    const loaded = load(text)
    const faults = loaded.ok ? [] : loaded.faults.map(faultText)
    expect(faults.join('\n')).not.toContain('"secret"')
    for (const [line, what] of [
      [2, 'is no address of a campus'],
      [2, 'a token stands in the file'],
      [2, '"shere" is no key here'],
      [2, 'the campus has no token'],
      [3, 'stands here twice'],
      [3, 'the token file "gone" cannot be read'],
      [3, '"140%" is no share'],
    ] as const)
      expect(
        faults.some((text) => text.startsWith(`portfolio.yaml:${line}:`) && text.includes(what)),
        what,
      ).toBe(true)
  })
})
