/** Compares a closed report document with that of today, figure by figure, down to the inputs that changed. Pure. */

import { type PendingFigure, type RestatementCause, rounded } from '../domain/index.ts'

/** An input as a report document lists it. */
export interface DocumentInput {
  readonly kind: string
  readonly point?: string
  readonly entry?: string
  readonly factor?: string
  readonly tariff?: string
  readonly energy?: string
}

export interface DocumentFigure {
  readonly id: string
  readonly boundary: string
  readonly unit: string
  readonly value: number | null
  /** Decimal places as published. */
  readonly digits: number
  /** Indexes into the inputs of the document. */
  readonly inputs: readonly number[]
}

/** What of a report document tells whether a figure changed, and why. */
export interface ComparedDocument {
  readonly figures: readonly DocumentFigure[]
  readonly inputs: readonly DocumentInput[]
}

/** Figures that come out otherwise today, published or not. */
export function compareDocuments(closed: ComparedDocument, today: ComparedDocument): readonly PendingFigure[] {
  const now = new Map(today.figures.map((figure) => [keyOf(figure), figure]))
  const before = new Map(closed.figures.map((figure) => [keyOf(figure), figure]))
  const pairs = [...new Set([...before.keys(), ...now.keys()])].map((key) => ({ old: before.get(key), new: now.get(key) }))
  const changed = pairs.filter((pair) => (pair.old?.value ?? null) !== (pair.new?.value ?? null))
  return changed.map((pair): PendingFigure => {
    const { id, boundary, unit } = (pair.new ?? pair.old) as DocumentFigure
    const inputs = changedInputs(inputsOf(closed, pair.old), inputsOf(today, pair.new))
    return {
      figure: id,
      boundary,
      unit,
      old: pair.old?.value ?? null,
      new: pair.new?.value ?? null,
      published: publishedValue(pair.old) !== publishedValue(pair.new),
      causes: causesOf(inputs),
      points: namesOf(inputs, (i) => i.point ?? i.energy),
      entries: namesOf(inputs, (i) => i.entry),
      factors: namesOf(inputs, (i) => i.factor ?? i.tariff),
    }
  })
}

const keyOf = ({ id, boundary }: DocumentFigure): string => `${id} ${boundary}`

function publishedValue(figure: DocumentFigure | undefined): string | null {
  return figure === undefined || figure.value === null ? null : rounded(figure.value, figure.digits)
}

function inputsOf({ inputs }: ComparedDocument, figure: DocumentFigure | undefined): readonly DocumentInput[] {
  return (figure?.inputs ?? []).flatMap((index) => inputs[index] ?? [])
}

/** Inputs that stand on one side only: a changed total stands on both, with different values. */
function changedInputs(old: readonly DocumentInput[], today: readonly DocumentInput[]): DocumentInput[] {
  const [oldTexts, newTexts] = [old, today].map((inputs) => new Map(inputs.map((input) => [textOf(input), input]))) as [
    Map<string, DocumentInput>,
    Map<string, DocumentInput>,
  ]
  const only = (a: Map<string, DocumentInput>, b: Map<string, DocumentInput>) => [...a].filter(([text]) => !b.has(text)).map(([, i]) => i)
  return [...only(oldTexts, newTexts), ...only(newTexts, oldTexts)]
}

/** A stored document comes back with its keys in another order. */
function textOf(input: DocumentInput): string {
  return JSON.stringify(Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const CAUSE_OF: Readonly<Record<string, RestatementCause>> = {
  meter: 'readings',
  entry: 'entries',
  factor: 'factors',
  tariff: 'factors',
  load: 'claims',
}

/** The same inputs with another result: the program computes otherwise. */
function causesOf(inputs: readonly DocumentInput[]): readonly RestatementCause[] {
  const causes = [...new Set(inputs.flatMap(({ kind }) => CAUSE_OF[kind] ?? []))].sort()
  return causes.length > 0 ? causes : ['algorithm']
}

function namesOf(inputs: readonly DocumentInput[], nameOf: (input: DocumentInput) => string | undefined): string[] {
  return [...new Set(inputs.flatMap((input) => nameOf(input) ?? []))].sort()
}
