/** Frozen baselines of a measure: whether their data moved since, and how another takes their place. */

import { type Campus, type Instant, type SavingMessage, type Span, span } from '../domain/index.ts'
import type { Buckets, Clock } from '../ports/index.ts'
import type { BaselineLog, FrozenBaseline, SupersededBaseline } from './baseline-log.ts'
import type { Task } from './plan.ts'
import { readFrom, readHoursFrom, readSavingsInputs, type SavingsInputs } from './savings-inputs.ts'
import { findBaselines, readDataBefore } from './schedule/load-baselines.ts'

export interface FrozenBaselinesParts {
  readonly campus: () => Campus
  readonly buckets: Pick<Buckets, 'read' | 'readColumns'>
  readonly clock: Pick<Clock, 'now'>
  readonly baselines: BaselineLog
  readonly sha256: (text: string) => string
}

export interface BaselineState {
  /** Register of the load. */
  readonly load: string
  readonly within: Span
  /** Null: nothing was claimed with it yet. */
  readonly frozen: FrozenBaseline | null
  /** SHA-256 of the data of that time as it is now; another than that of the baseline: a correction or a late reading moved it. */
  readonly dataHash: string
  /** Oldest first. */
  readonly superseded: readonly SupersededBaseline[]
}

/** Why nothing was superseded: the load that cannot be learned again, or null where nothing is frozen. */
export interface NotSuperseded {
  readonly why: SavingMessage | null
}

export interface FrozenBaselines {
  /** Whether the baseline of the measure is learned. */
  isLearned(measure: string): boolean
  /** Loads of a measure that is learned; null: it goes by a written schedule, or there is no such measure. */
  states(measure: string): Promise<readonly BaselineState[] | null>
  /** Frozen baselines of the measure, or of one load of it, learned again from the data as they are now. All or none. */
  supersede(measure: string, load: string | null, about: { by: string; reason: string }): Promise<readonly BaselineState[] | NotSuperseded>
}

interface Learned {
  readonly inputs: SavingsInputs
  readonly tasks: readonly Task[]
  readonly within: Span
}

export function createFrozenBaselines(parts: FrozenBaselinesParts): FrozenBaselines {
  const { baselines } = parts

  async function stateOf({ energy }: Task, within: Span, data: string): Promise<BaselineState> {
    const [frozen, superseded] = [await baselines.find(energy.id, within), await baselines.superseded(energy.id, within)]
    return { load: energy.id, within, frozen, dataHash: parts.sha256(data), superseded }
  }

  async function statesOf({ inputs, tasks, within }: Learned): Promise<readonly BaselineState[]> {
    const data = await readDataBefore(inputs, tasks, within)
    const states: BaselineState[] = []
    for (const task of tasks) states.push(await stateOf(task, within, data.get(task) ?? ''))
    return states
  }

  return {
    isLearned: (id) => parts.campus().measures.some((m) => m.id === id && m.baseline.kind === 'learned'),
    async states(measure) {
      const learned = await learnedFrom(parts, measure)
      return learned === null ? null : statesOf(learned)
    },
    async supersede(measure, load, about) {
      const learned = await learnedFrom(parts, measure)
      const tasks: Task[] = []
      for (const task of learned?.tasks ?? []) {
        const isWanted = load === null || task.energy.id === load
        if (isWanted && learned !== null && (await baselines.find(task.energy.id, learned.within)) !== null) tasks.push(task)
      }
      if (learned === null || tasks.length === 0) return { why: null }
      const again = await findBaselines({ ...learned.inputs, frozen: null }, tasks)
      for (const found of again.values()) if ('code' in found) return { why: found }
      for (const { energy } of tasks) await baselines.supersede(energy.id, learned.within, about)
      await findBaselines(learned.inputs, tasks)
      return statesOf({ ...learned, tasks })
    },
  }
}

/** The measure's loads with what their baselines are learned from. */
async function learnedFrom(parts: FrozenBaselinesParts, id: string): Promise<Learned | null> {
  const campus = parts.campus()
  const measure = campus.measures.find((m) => m.id === id)
  if (measure?.baseline.kind !== 'learned') return null
  const { within } = measure.baseline
  const now: Instant = parts.clock.now()
  const [read, readHours] = [readFrom(parts.buckets), readHoursFrom(parts.buckets)]
  const frame = await readSavingsInputs(campus, span(within.from, within.to), now, read)
  const inputs = { ...frame, readHours, frozen: parts.baselines, actions: null }
  return { inputs, tasks: inputs.tasks.filter((t) => t.measure === measure), within }
}
