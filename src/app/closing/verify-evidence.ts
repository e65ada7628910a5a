/** Computes every figure of an evidence archive again from the archive alone. */

import { canonicalJson } from '../../figures/document/canonical-json.ts'
import type { FigureStatement, ReportDocument } from '../../figures/document/report-document.ts'
import { createFiguresService, type FiguresServiceParts } from '../../figures/figures-service.ts'
import { errorLine } from '../../kernel/index.ts'
import type { Clock, EvidenceEntry } from '../../ports/index.ts'
import { documentOf } from '../reporting/answers.ts'
import { type EvidenceStatement, readEvidenceTexts } from './evidence-texts.ts'
import { replayInputs } from './recorded-inputs.ts'

export interface Verification {
  readonly statement: Pick<EvidenceStatement, 'period' | 'revision' | 'hash'> | null
  /** Figures that the archive states. */
  readonly figures: number
  /** What does not agree, a sentence each; empty: everything does. */
  readonly faults: readonly string[]
}

export interface VerifyingParts {
  readonly clock: Clock
  readonly sha256: (text: string) => string
}

/** The report document of a period from these sources; null when there is no such period. */
export async function computeReport(sources: FiguresServiceParts, period: string): Promise<ReportDocument | null> {
  const figuresService = createFiguresService(sources)
  const inputs = await figuresService.readInputs(period, null)
  return inputs === null ? null : documentOf({ figuresService, factorSet: sources.factorSet() }, inputs, null)
}

export async function verifyEvidence(entries: readonly EvidenceEntry[], { clock, sha256 }: VerifyingParts): Promise<Verification> {
  try {
    const { statement, document: text, inputs } = readEvidenceTexts(entries)
    const { period, revision, hash } = statement
    const signed = JSON.parse(text) as ReportDocument
    const computed = await computeReport(replayInputs(inputs, clock), period)
    const faults = [
      ...(sha256(text) === hash ? [] : ['document.json is not what the hash in statement.json was made of']),
      ...(computed === null ? [`the campus has no period "${period}"`] : differences(signed, computed)),
    ]
    return { statement: { period, revision, hash }, figures: signed.figures.length, faults }
  } catch (error) {
    return { statement: null, figures: 0, faults: [errorLine(error)] }
  }
}

function differences(signed: ReportDocument, computed: ReportDocument): string[] {
  const byKey = new Map(computed.figures.map((figure) => [keyOf(figure), figure]))
  const stated = signed.figures.flatMap((figure) => {
    const own = byKey.get(keyOf(figure))
    if (own !== undefined && isSame(figure, own)) return []
    return [`${keyOf(figure)}: the document states ${textOf(figure)}, the inputs of the archive give ${textOf(own)}`]
  })
  const keys = new Set(signed.figures.map(keyOf))
  const extra = computed.figures.filter((figure) => !keys.has(keyOf(figure))).map((figure) => `${keyOf(figure)} is not in the document`)
  return [...stated, ...extra]
}

const keyOf = ({ id, boundary }: FigureStatement): string => `${id} (${boundary})`
const textOf = (figure: FigureStatement | undefined): string =>
  figure === undefined ? 'nothing' : figure.value === null ? 'no value' : `${figure.value} ${figure.unit}`

/** What a figure states: value, coverage, estimate and interval. Its references are numbers of a table. */
function isSame(a: FigureStatement, b: FigureStatement): boolean {
  const stated = ({ value, unit, coverage, estimated, interval90 }: FigureStatement) =>
    canonicalJson([value, unit, coverage, estimated, interval90])
  return stated(a) === stated(b)
}
