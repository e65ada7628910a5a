/** The files of an evidence archive: everything that the figures of a statement can be computed from again, as text. */

import type { Statement } from '../../domain/index.ts'
import { canonicalJson } from '../../figures/document/canonical-json.ts'
import type { ReportDocument } from '../../figures/document/report-document.ts'
import type { EvidenceEntry } from '../../ports/index.ts'
import type { RecordedInputs } from './recorded-inputs.ts'

/** Raised when a file changes its meaning. */
export const EVIDENCE_VERSION = 1

export interface EvidenceStatement extends Omit<Statement, 'evidence'> {
  readonly version: number
}

const NOTE = `This archive holds what the report of one closed period was computed from.

  campus verify FILE [--key FINGERPRINT]

computes every figure again from these files alone and compares it with document.json. No store and no network is needed.
statement.json   period, revision, hash, who closed it and when
document.json    the report document: figures, checks, references; its SHA-256 is the hash of the statement
campus.json      points, sites, calendars and tariffs in force
entries.json     dated entries; factors.json: factor rows; claims.json: savings by measure
buckets.ndjson   amounts by meter with the register at the edge of each, a line a bucket; totals in base units (mWh, mL)
manifest.json    SHA-256 of every file; signature.json: Ed25519 over it
`

/** JSON has no infinity: a limit that is none is written as an object. */
function writeJson(value: unknown): string {
  const write = (_key: string, item: unknown): unknown =>
    typeof item === 'number' && !Number.isFinite(item) ? { $number: String(item) } : item
  return JSON.stringify(value, write)
}

function readJson(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && '$number' in item ? Number((item as { $number: string }).$number) : item,
  )
}

export function evidenceTexts(statement: EvidenceStatement, document: ReportDocument, inputs: RecordedInputs): readonly EvidenceEntry[] {
  const { campus, seasons, factorSet, now, entries, factors, savings, buckets } = inputs
  const json = (name: string, value: unknown): EvidenceEntry => ({ name, text: writeJson(value) })
  return [
    { name: 'README.txt', text: NOTE },
    json('statement.json', statement),
    { name: 'document.json', text: canonicalJson(document) },
    json('campus.json', { campus, seasons, factorSet, now }),
    json('entries.json', entries),
    json('factors.json', factors),
    json('claims.json', savings),
    { name: 'buckets.ndjson', text: buckets.map((bucket) => `${writeJson(bucket)}\n`).join('') },
  ]
}

/** The opposite of `evidenceTexts`. Throws an Error that names the file that is missing or damaged. */
export function readEvidenceTexts(entries: readonly EvidenceEntry[]): {
  statement: EvidenceStatement
  /** As text: the hash is over its bytes. */
  document: string
  inputs: RecordedInputs
} {
  const textOf = (name: string): string => {
    const entry = entries.find((e) => e.name === name)
    if (entry === undefined) throw new Error(`${name} is missing`)
    return entry.text
  }
  const parse = <T>(name: string, read: (text: string) => unknown = readJson): T => {
    const text = textOf(name)
    try {
      return read(text) as T
    } catch {
      throw new Error(`${name} is damaged: it cannot be read as JSON`)
    }
  }
  const lines = (text: string): unknown[] => text.split('\n').filter(Boolean).map(readJson)
  return {
    statement: parse<EvidenceStatement>('statement.json'),
    document: textOf('document.json'),
    inputs: {
      ...parse<Pick<RecordedInputs, 'campus' | 'seasons' | 'factorSet' | 'now'>>('campus.json'),
      entries: parse('entries.json'),
      factors: parse('factors.json'),
      savings: parse('claims.json'),
      buckets: parse('buckets.ndjson', lines),
    },
  }
}
