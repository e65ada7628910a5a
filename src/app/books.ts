/** The books: facts and factor rows as they were recorded, never overwritten. Kept in the record log, folded in memory. */

import { type Campus, countingFacts, type Fact, type Factor, formatIn } from '../domain/index.ts'
import { type EntryFault, examineFact, type FactEntry } from '../figures/fact-entry.ts'
import { examineFactor, type FactorEntry } from '../figures/factor-entry.ts'
import type { Clock, Records } from '../ports/index.ts'

export interface Books {
  /** In the order they were recorded. */
  facts(): Promise<readonly Fact[]>
  factors(): Promise<readonly Factor[]>
  addFact(entry: FactEntry, author: string): Promise<{ fact: Fact; warnings: readonly string[] } | { faults: readonly EntryFault[] }>
  addFactor(entry: FactorEntry, author: string): Promise<{ factor: Factor } | { faults: readonly EntryFault[] }>
}

const FACTS = 'facts'
const FACTORS = 'factors'

export function createBooks(parts: { records: Records; clock: Clock; campus: () => Campus }): Books {
  const { records, clock, campus } = parts

  /** What has been recorded since the last look is added to what is known. */
  function stream<T>(name: string, of: (body: unknown) => T): () => Promise<readonly T[]> {
    const known: T[] = []
    let seen = 0
    return async () => {
      for (const record of await records.read(name, seen)) {
        if (record.seq <= seen) continue
        known.push(of(record.body))
        seen = record.seq
      }
      return known
    }
  }

  let tail: Promise<unknown> = Promise.resolve()

  /** One entry at a time: its number and what it is held against stand still meanwhile. */
  function alone<T>(work: () => Promise<T>): Promise<T> {
    const done = tail.then(work)
    tail = done.catch(() => undefined)
    return done
  }

  const facts = stream(FACTS, (body) => body as Fact)
  const factors = stream(FACTORS, (body) => body as Factor)

  return {
    facts,
    factors,
    addFact: (entry, author) =>
      alone(async () => {
        const known = await facts()
        const examined = examineFact(entry, campus(), countingFacts(known))
        if (!examined.ok) return { faults: examined.faults }
        const recordedAt = clock.now()
        const fact: Fact = { id: `fact-${known.length + 1}`, ...examined.fact, author, recordedAt }
        await records.append(FACTS, fact.id, recordedAt, fact)
        return { fact, warnings: examined.warnings }
      }),
    addFactor: (entry, author) =>
      alone(async () => {
        const known = await factors()
        const examined = examineFactor(entry)
        if (!examined.ok) return { faults: examined.faults }
        const recordedAt = clock.now()
        const { kind, region } = examined.factor
        const id = `${kind}${region === null ? '' : `/${region}`}/recorded-${known.length + 1}`
        const note = `${examined.factor.note}${examined.factor.note === '' ? '' : '; '}recorded by ${author} on ${formatIn(campus().timezone, recordedAt).slice(0, 10)}`
        const factor: Factor = { id, ...examined.factor, note, recordedAt }
        await records.append(FACTORS, id, recordedAt, factor)
        return { factor }
      }),
  }
}
