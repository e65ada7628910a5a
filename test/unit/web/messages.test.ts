/** The message catalogues of the web: complete, equal in every language, all used, and nothing shown that is not in them. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseAst } from 'vite'
import { describe, expect, it } from 'vitest'
import {
  ALARM_CODES,
  type DeadReason,
  FINDING_CODES,
  POINT_FINDING_CODES,
  QUALITIES,
  QUANTITIES,
  suggest,
  SUGGESTION_CODES,
} from '../../../src/domain/index.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const WEB = join(ROOT, 'dashboards/web/src')
const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant'] as const

type Catalogue = Readonly<Record<string, string>>

const FILES = readdirSync(WEB, { recursive: true, encoding: 'utf8' })
/** Folders that hold a catalogue of messages: the shared one, and one per screen. */
const FOLDERS = FILES.filter((f) => f.endsWith('messages/en.json')).map((f) => dirname(f))
const read = (folder: string, language: string): Catalogue =>
  JSON.parse(readFileSync(join(WEB, folder, `${language}.json`), 'utf8')) as Catalogue
const catalogueOf = (language: string): Catalogue => Object.assign({}, ...FOLDERS.map((folder) => read(folder, language))) as Catalogue
const ENGLISH = catalogueOf('en')

interface Node {
  readonly type: string
  readonly [field: string]: unknown
}

interface Source {
  readonly file: string
  readonly ast: Node
}

const SOURCES: readonly Source[] = FILES.filter((f) => /\.tsx?$/.test(f) && !f.endsWith('.d.ts') && !f.includes('generated')).map(
  (file) => ({ file, ast: parseAst(readFileSync(join(WEB, file), 'utf8'), { lang: 'tsx' }) as unknown as Node }),
)

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

function children(node: Node): Node[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []))
}

function* walk(node: Node): Generator<Node> {
  yield node
  for (const child of children(node)) yield* walk(child)
}

const textOf = (node: Node): string | null => (node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : null)

/** The fixed beginning of a template: `coverage.` of `coverage.${kind}`. */
function beginning(node: Node): string | null {
  if (node.type !== 'TemplateLiteral') return null
  const [first] = node['quasis'] as { value: { cooked: string } }[]
  return first?.value.cooked ?? ''
}

function callsOf(name: string): Node[][] {
  const all = SOURCES.flatMap(({ ast }) => [...walk(ast)])
  const calls = all.filter((n) => n.type === 'CallExpression' && (n['callee'] as Node)['name'] === name)
  return calls.map((call) => call['arguments'] as Node[])
}

/** Every text a `t(...)` may be called with: plain, or either side of a condition. */
const askedFor = callsOf('t').flatMap(([key]) => (key ? [...walk(key)].map(textOf).filter((text) => text !== null) : []))
const groups = [...callsOf('term'), ...callsOf('findTerm')].map(([group]) => (group ? textOf(group) : null)).filter((g) => g !== null)

const placeholders = (message: string): string[] => [...message.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort()

describe('the message catalogues of the web', () => {
  it.each(LANGUAGES)('have the same keys in %s as in English, none of them empty', (language) => {
    const catalogue = catalogueOf(language)
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(ENGLISH).sort())
    expect(Object.entries(catalogue).filter(([, message]) => message.trim() === '')).toEqual([])
  })

  it('have a sentence for every reason of a suggestion, with the values that the English one of the service names', () => {
    const values = Object.fromEntries(
      SUGGESTION_CODES.map((code) => [code, placeholders(ENGLISH[`suggestion.${code}`] ?? '').map((name) => [name, name])]),
    )
    for (const [code, names] of Object.entries(values)) {
      const reason = { code: code as (typeof SUGGESTION_CODES)[number], values: Object.fromEntries(names) as Record<string, string> }
      const { because } = suggest({ quantity: 'energy', unit: 'kWh', kind: 'counter', confidence: 'low' }, [reason])
      expect(ENGLISH).toHaveProperty([`suggestion.${code}`])
      for (const [name = ''] of names) expect(because).toContain(name)
    }
  })

  it.each(LANGUAGES)('have the same placeholders in %s as in English', (language) => {
    const wrong = Object.entries(catalogueOf(language)).filter(
      ([key, message]) => placeholders(message).join() !== placeholders(ENGLISH[key] ?? '').join(),
    )
    expect(wrong).toEqual([])
  })

  it('hold each key once: the catalogues of the screens are merged', () => {
    const keys = FOLDERS.flatMap((folder) => Object.keys(read(folder, 'en')))
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
  })

  it('are not left in English in Chinese', () => {
    const bare = (message: string | undefined): string => (message ?? '').replaceAll(/\{\w+\}/g, '')
    const hans = catalogueOf('zh-Hans')
    const wrong = Object.keys(ENGLISH).filter((key) => /[a-z]{4}/i.test(bare(ENGLISH[key])) && !/\p{Script=Han}/u.test(hans[key] ?? ''))
    expect(wrong).toEqual([])
  })

  it('have no simplified characters in the traditional one', () => {
    const simplified = /[实时测数据连误错质报设备为间从页开关总应响没过档层认区汇终调]/u
    expect(Object.entries(catalogueOf('zh-Hant')).filter(([, message]) => simplified.test(message))).toEqual([])
  })

  it('hold every key that a screen looks up', () => {
    expect(askedFor.filter((key) => !(key in ENGLISH))).toEqual([])
    expect(askedFor.length).toBeGreaterThan(50)
  })

  it('hold no key that no screen uses', () => {
    const nodes = SOURCES.flatMap(({ ast }) => [...walk(ast)])
    const texts = new Set(nodes.map(textOf))
    const starts = nodes.map(beginning).filter((s) => s?.endsWith('.')) as string[]
    const used = (key: string): boolean =>
      texts.has(key) || starts.some((s) => key.startsWith(s)) || groups.some((g) => key.startsWith(`${g}.`))
    expect(Object.keys(ENGLISH).filter((key) => !used(key))).toEqual([])
  })
})

/** Checked by the compiler: a reason that is added to the domain must be added here, and then has to have its messages. */
const REASONS: Readonly<Record<DeadReason, true>> = {
  'invalid-json': true,
  'trailing-data': true,
  'unknown-topic': true,
  'no-device': true,
  'no-birth': true,
  'unknown-alias': true,
  'proto-error': true,
  'too-large': true,
  'too-deep': true,
  'too-many-readings': true,
  'bad-time': true,
  'bad-value': true,
  'unit-mismatch': true,
  'template-unsupported': true,
  'invalid-payload': true,
  'invalid-topic': true,
  'unknown-point': true,
  'decoder-error': true,
  'store-refused': true,
  'too-old': true,
  'rate-limited': true,
}

const ofGroup = (group: string): string[] =>
  Object.keys(ENGLISH)
    .filter((key) => key.startsWith(`${group}.`))
    .map((key) => key.slice(group.length + 1))
    .sort()

const CAMPUS_FILE = readFileSync(join(ROOT, 'simulators/campuses/reference/campus.yaml'), 'utf8')
const named = (field: string): string[] => [
  ...new Set([...CAMPUS_FILE.matchAll(new RegExp(`\\b${field}: ([a-z-]+)`, 'g'))].map((m) => m[1] ?? '')),
]

describe('the terms of the service in the web', () => {
  it.each([
    ['reason', Object.keys(REASONS)],
    ['finding', [...FINDING_CODES, ...POINT_FINDING_CODES]],
    ['why', [...FINDING_CODES, ...POINT_FINDING_CODES]],
    ['quantity', Object.keys(QUANTITIES)],
    ['cause', Object.keys(ALARM_CODES)],
    ['severity', ['warning', 'alarm']],
  ] as const)('have a message each in the group %s, and no message is for a word that is gone', (group, words) => {
    expect(ofGroup(group)).toEqual([...words].sort())
  })

  it('have a message for every quality', () => {
    expect(QUALITIES.filter((quality) => !(`quality.${quality}` in ENGLISH))).toEqual([])
  })

  it('have a message for every use of the reference campus', () => {
    expect(named('use').length).toBeGreaterThan(8)
    expect(named('use').filter((use) => !ofGroup('use').includes(use))).toEqual([])
  })

  it('have a message for every kind of building of the reference campus', () => {
    const kinds = named('building').map((id) => id.replace(/-([a-z]|\d+)?$/, ''))
    expect(kinds.filter((kind) => !ofGroup('place').includes(kind))).toEqual([])
  })
})

const SHOWN_ATTRIBUTES = new Set(['title', 'aria-label', 'placeholder', 'alt', 'label', 'aria-description'])
const LETTERS = /\p{L}{2}/u

/** What an expression in a place that is shown may show: both sides of conditions, the fixed parts of templates. */
function shownTexts(node: Node): string[] {
  const text = textOf(node)
  if (text !== null) return [text]
  if (node.type === 'TemplateLiteral') return (node['quasis'] as { value: { cooked: string } }[]).map((q) => q.value.cooked)
  if (node.type === 'ConditionalExpression') return [node['consequent'], node['alternate']].filter(isNode).flatMap(shownTexts)
  if (node.type === 'LogicalExpression')
    return [node['right'], ...(node['operator'] === '&&' ? [] : [node['left']])].filter(isNode).flatMap(shownTexts)
  return []
}

function shownBy(node: Node): string[] {
  if (node.type === 'JSXText') return [String(node['value'])]
  if (node.type === 'JSXElement' || node.type === 'JSXFragment')
    return (node['children'] as Node[])
      .filter((c) => c.type === 'JSXExpressionContainer')
      .flatMap((c) => shownTexts(c['expression'] as Node))
  if (node.type !== 'JSXAttribute' || !SHOWN_ATTRIBUTES.has(String((node['name'] as Node)['name']))) return []
  const value = node['value'] as Node | null
  return value === null ? [] : shownTexts(value.type === 'JSXExpressionContainer' ? (value['expression'] as Node) : value)
}

const hardCoded = (ast: Node): string[] => [...walk(ast)].flatMap(shownBy).filter((text) => LETTERS.test(text))

describe('the components of the web', () => {
  it('show no text of their own: every word comes from the catalogues', () => {
    expect(SOURCES.flatMap(({ file, ast }) => hardCoded(ast).map((text) => `${file}: ${text}`))).toEqual([])
  })

  it('would be caught showing one', () => {
    const caught = (code: string): string[] => hardCoded(parseAst(code, { lang: 'tsx' }) as unknown as Node)
    expect(caught('const a = <p>Hello</p>')).toEqual(['Hello'])
    expect(caught("const a = <p title={b ? 'Yes' : t('no')}>{b && 'There'}</p>")).toEqual(['There', 'Yes'])
    expect(caught('const a = <p class="big">{`${n} days`}</p>')).toEqual([' days'])
    expect(caught("const a = <p class='big'>– {t('missing')}</p>")).toEqual([])
  })
})
