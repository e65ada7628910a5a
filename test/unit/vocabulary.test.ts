/**
 * The vocabulary: words that the field has a term for, or that tell a newcomer nothing, stay out of exported names and file names, and in src
 * out of comments. The table gives the word to use instead.
 */

import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { read, scriptFiles, sourceFiles } from '../architecture/imports.ts'

/** Word -> use instead. Identifiers are split at capitals, file names at hyphens and dots. */
const BANNED: Readonly<Record<string, string>> = {
  accountant: 'figures service',
  admit: 'point mapping',
  anew: 'again',
  aside: 'a name by function',
  books: 'entry store, inputs',
  breathe: 'yield to the event loop',
  came: 'a name by function',
  desk: 'operations',
  digest: 'decode buffer',
  doubt: 'plausibility check',
  doubts: 'plausibility checks',
  gather: 'append, enqueue',
  gathered: 'queued',
  hurry: 'request a checkpoint',
  lane: 'publish interceptor',
  ledger: 'figure inputs, change log, journal',
  looked: 'examined, checked',
  patience: 'retry policy, hold-off',
  portion: 'batch',
  said: 'raw setting, message, or the noun of its content',
  settle: 'flush, finish',
  settled: 'flushed, finished',
  sparing: 'coalesce',
  stretch: 'dirty range',
  stride: 'delta',
  told: 'rendered, reported',
}

/** Words that must not occur in comments either; the others are ordinary English there. */
const BANNED_IN_COMMENTS = [
  'accountant',
  'admit',
  'anew',
  'breathe',
  'desk',
  'doubts',
  'hurry',
  'lane',
  'ledger',
  'patience',
  'said',
  'sparing',
  'stride',
  'told',
]

/** Names that are keys of public JSON, and so keep their bytes: file of src -> words that may occur there. */
const EXEMPT: Readonly<Record<string, readonly string[]>> = {
  'src/figures/document/render/report.ts': ['doubts'],
}

interface Use {
  readonly file: string
  readonly word: string
  readonly where: string
}

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s\-_.]+/)
    .map((word) => word.toLowerCase())

/** Names of exported declarations, and of the members of exported interfaces and classes. */
function exportedNames(text: string): string[] {
  const names = [
    ...text.matchAll(/^export (?:default )?(?:async )?(?:abstract )?(?:function\*?|class|interface|type|const|let|enum) (\w+)/gm),
  ].map(([, name = '']) => name)
  for (const [block] of text.matchAll(/^export (?:interface|class) [\s\S]*?^}/gm))
    for (const [, member = ''] of block.matchAll(/^ {2}(?:readonly |static |async |get |set )*(\w+)\??[(:<]/gm)) names.push(member)
  return names
}

const commentsOf = (text: string): string[] => [...text.matchAll(/\/\*\*[\s\S]*?\*\/|(?<=^|\s)\/\/ .*$/gm)].map(([comment]) => comment)

/** The glossary lists banned words on purpose, as "not called". */
const withoutGlossary = (file: string, text: string): string =>
  file === 'src/domain/index.ts' ? text.replace(/^\/\*\*[\s\S]*?\*\//, '') : text

function usesIn(file: string): Use[] {
  const text = withoutGlossary(file, read(file))
  const banned = (names: readonly string[], where: string): Use[] =>
    names.flatMap((name) =>
      wordsOf(name).flatMap((word) => (Object.hasOwn(BANNED, word) ? [{ file, word, where: `${where} ${name}` }] : [])),
    )
  const inComments = (file.startsWith('src/') ? commentsOf(text) : []).flatMap((comment) =>
    BANNED_IN_COMMENTS.filter((word) => new RegExp(`\\b${word}\\b`, 'i').test(comment)).map((word) => ({ file, word, where: 'a comment' })),
  )
  return [
    ...banned([basename(file).replace(/\.(?:tsx?|mjs)$/, '')], 'the file name'),
    ...banned(exportedNames(text), 'the exported name'),
    ...inComments,
  ]
}

const isExempt = (path: string, { file, word }: Use): boolean =>
  (file === path || file.startsWith(`${path}/`)) && (EXEMPT[path] ?? []).includes(word)

describe('the vocabulary of src, simulators, test/support and scripts', () => {
  const files = [...['src', 'simulators', 'test/support', 'scripts'].flatMap(sourceFiles), ...scriptFiles('scripts')]
  const uses = files.flatMap(usesIn)

  it('has none of the banned words in exported names and file names, nor in comments of src', () => {
    const left = uses.filter((use) => !Object.keys(EXEMPT).some((path) => isExempt(path, use)))
    const sentence = ({ file, word, where }: Use): string => `${file}: "${word}" in ${where}: use ${BANNED[word] ?? 'another word'}`
    expect([...new Set(left.map(sentence))]).toEqual([])
  })

  it('is checked in names of every form and in comments', () => {
    expect(
      exportedNames('export interface Desk {\n  readonly said: string\n  settle(): void\n}\nexport async function gather() {}\n'),
    ).toEqual(['Desk', 'gather', 'said', 'settle'])
    expect(wordsOf('toldIn')).toEqual(['told', 'in'])
    expect(commentsOf('const a = 1 // as it said\n/** told */\n')).toHaveLength(2)
  })
})
