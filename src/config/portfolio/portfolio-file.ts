/** portfolio.yaml: the campuses of a group, where their services listen, and the share that counts of each. Pure: text in, portfolio or faults out. */

import type { Env } from '../environment.ts'
import type { Fault } from '../types.ts'
import { createFaults, type Faults } from '../yaml/faults.ts'
import { didYouMean } from '../yaml/nearest.ts'
import { parseTree } from '../yaml/parse.ts'
import { child, describe, textOf, type YamlTree } from '../yaml/tree.ts'

export interface CampusEntry {
  readonly id: string
  readonly name: string
  readonly url: string
  /** Of a token of the campus with the role viewer; null: none was found. */
  readonly token: string
  readonly shares: readonly { readonly from: string | null; readonly share: number }[]
}

export interface PortfolioConfig {
  readonly id: string
  readonly host: string
  readonly port: number
  /** First month of a fiscal year, 1 to 12. */
  readonly fiscalStart: number
  readonly campuses: readonly CampusEntry[]
}

export type PortfolioResult =
  | { readonly ok: true; readonly portfolio: PortfolioConfig }
  | { readonly ok: false; readonly faults: readonly Fault[] }

export interface PortfolioInput {
  readonly file: string
  readonly text: string
  readonly env: Env
  /** Text of a secret file, or null when it cannot be read. */
  readonly readSecret: (path: string) => string | null
}

interface Examined {
  readonly input: PortfolioInput
  readonly tree: YamlTree
  readonly faults: Faults
}

const KEYS = {
  root: ['portfolio', 'campuses'],
  portfolio: ['id', 'host', 'port', 'fiscal_year'],
  campus: ['id', 'name', 'url', 'token_file', 'share'],
  share: ['from', 'share'],
} as const
const ID = /^[A-Za-z0-9_.-]{1,64}$/
const DEFAULTS = { host: '127.0.0.1', port: 3200 } as const

export function loadPortfolio(input: PortfolioInput): PortfolioResult {
  const faults = createFaults(() => [input.file])
  const tree = parseTree(input.file, input.text, faults)
  const portfolio = tree === null ? null : portfolioOf({ input, tree, faults })
  const list = faults.list()
  return portfolio === null || list.length > 0 ? { ok: false, faults: list } : { ok: true, portfolio }
}

type Steps = readonly (string | number)[]

function at({ tree }: Examined, steps: Steps): YamlTree | undefined {
  return steps.reduce<YamlTree | undefined>((from, step) => child(from, step), tree)
}

function blame({ tree, faults }: Examined, steps: Steps, message: string, hint: string | null = null): void {
  faults.blame({ tree, path: '' }, steps, message, hint)
}

/** Keys that nothing reads are faults. */
function checkKeys(examined: Examined, steps: Steps, known: readonly string[]): void {
  const dict = at(examined, steps)
  if (dict?.kind !== 'dict') {
    if (dict !== undefined) blame(examined, steps, `${describe(dict)} stands where keys belong`, `write ${known.join(', ')}`)
    return
  }
  for (const { key } of dict.entries)
    if (key === 'token')
      blame(examined, [...steps, key], 'a token stands in the file', 'write token_file, or set CAMPUS_PORTFOLIO_TOKEN_<ID>')
    else if (!known.includes(key))
      blame(examined, [...steps, key], `"${key}" is no key here`, didYouMean(key, known) ?? `write ${known.join(', ')}`)
}

function portfolioOf(examined: Examined): PortfolioConfig {
  checkKeys(examined, [], KEYS.root)
  checkKeys(examined, ['portfolio'], KEYS.portfolio)
  const list = at(examined, ['campuses'])
  const items = list?.kind === 'list' ? list.items : []
  if (items.length === 0)
    blame(
      examined,
      ['campuses'],
      'there is no campus',
      'write campuses: [{ id: park, url: "https://park.example:3000", token_file: park.token }]',
    )
  const campuses = items.map((_, i) => campusOf(examined, ['campuses', i]))
  campuses.forEach(({ id }, i) => {
    if (id !== '' && campuses.findIndex((other) => other.id === id) < i)
      blame(examined, ['campuses', i, 'id'], `the campus "${id}" stands here twice`)
  })
  return {
    id: textOf(at(examined, ['portfolio', 'id'])) ?? 'portfolio',
    host: textOf(at(examined, ['portfolio', 'host'])) ?? DEFAULTS.host,
    port: wholeOf(examined, ['portfolio', 'port'], { otherwise: DEFAULTS.port, most: 65_535 }),
    fiscalStart: wholeOf(examined, ['portfolio', 'fiscal_year', 'starts'], { otherwise: 1, most: 12 }),
    campuses,
  }
}

function wholeOf(examined: Examined, steps: Steps, { otherwise, most }: { readonly otherwise: number; readonly most: number }): number {
  const text = textOf(at(examined, steps))
  if (text === null) return otherwise
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= most) return value
  blame(examined, steps, `"${text}" is not a whole number from 0 to ${most}`)
  return otherwise
}

function campusOf(examined: Examined, steps: Steps): CampusEntry {
  checkKeys(examined, steps, KEYS.campus)
  const text = (key: string): string | null => textOf(at(examined, [...steps, key]))
  const id = text('id') ?? ''
  if (!ID.test(id))
    blame(examined, [...steps, 'id'], id === '' ? 'the campus has no id' : `"${id}" is no id`, 'use letters, digits, _ . and -')
  const url = text('url') ?? ''
  if (!/^https?:\/\/[^/@]+\/?$/.test(url))
    blame(examined, [...steps, 'url'], `"${url}" is no address of a campus`, 'write https://host:3000')
  return { id, name: text('name') ?? id, url, token: tokenOf(examined, steps, id), shares: sharesOf(examined, [...steps, 'share']) }
}

function tokenOf(examined: Examined, steps: Steps, id: string): string {
  const { env, readSecret } = examined.input
  const variable = `CAMPUS_PORTFOLIO_TOKEN_${id.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`
  const file = textOf(at(examined, [...steps, 'token_file']))
  const token = env[variable] ?? (file === null ? null : readSecret(file))
  if (token === null || token.trim() === '') {
    const message = file === null ? 'the campus has no token' : `the token file "${file}" cannot be read, or is empty`
    blame(examined, steps, message, `on the campus: campus token create --role viewer; then write token_file, or set ${variable}`)
  }
  return token?.trim() ?? ''
}

/** A number, or a list of months from which another share counts. Absent: all of the campus. */
function sharesOf(examined: Examined, steps: Steps): CampusEntry['shares'] {
  const tree = at(examined, steps)
  if (tree === undefined) return [{ from: null, share: 1 }]
  if (tree.kind !== 'list') return [{ from: null, share: shareOf(examined, steps) }]
  const entries = tree.items.map((_, i) => {
    checkKeys(examined, [...steps, i], KEYS.share)
    const from = textOf(at(examined, [...steps, i, 'from']))
    if (from === null ? i > 0 : !/^\d{4}-(0[1-9]|1[0-2])$/.test(from))
      blame(examined, [...steps, i, 'from'], `"${from ?? ''}" is no month`, 'a share changes at the start of a month: 2024-07')
    return { from, share: shareOf(examined, [...steps, i, 'share']) }
  })
  entries.forEach(({ from }, i) => {
    if (i > 0 && (entries[i - 1]?.from ?? '') >= (from ?? ''))
      blame(examined, [...steps, i, 'from'], `"${from ?? ''}" is not after the month before it`)
  })
  // Before its first month the campus did not belong to the group.
  return entries[0]?.from === null ? entries : [{ from: null, share: 0 }, ...entries]
}

function shareOf(examined: Examined, steps: Steps): number {
  const text = textOf(at(examined, steps)) ?? ''
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text)
  if (text !== '' && value >= 0 && value <= 1) return value
  blame(examined, steps, `"${text}" is no share`, 'write a number from 0 to 1, or a percentage')
  return 1
}
