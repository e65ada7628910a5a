/** Entities by the topic that carries their state: what a later message on such a topic means. */

import type { PointRule } from '../../../domain/index.ts'
import type { RestoreResult } from '../../codec.ts'
import { compileRule, type FieldRule } from '../../mapping/rules.ts'
import { isObject } from '../../values/path.ts'

const ENTITIES_KEPT = 20_000
/** Raised when the form changes. */
const VERSION = 1

/** Plain data: a snapshot carries it. */
export interface Entity {
  readonly id: string
  readonly device: string
  readonly topic: string
  /** Null: the payload as it stands. */
  readonly path: readonly string[] | null
  readonly scale: number
  readonly rule: PointRule
}

export interface KnownEntity extends Entity {
  readonly compiled: FieldRule
}

export interface Entities {
  /** `config`: the topic of the description. */
  put(config: string, entities: readonly Entity[]): void
  /** The entities that the description had. */
  remove(config: string): readonly Entity[]
  at(topic: string): readonly KnownEntity[]
  snapshot(): unknown
  restore(state: unknown): RestoreResult
}

const isText = (value: unknown): value is string => typeof value === 'string'

function isEntity(value: unknown): value is Entity {
  if (!isObject(value)) return false
  const { id, device, topic, path, scale, rule } = value
  const sound = path === null || (Array.isArray(path) && path.every(isText))
  return [id, device, topic].every(isText) && sound && typeof scale === 'number' && isObject(rule)
}

function isDescription(value: unknown): value is readonly [string, readonly Entity[]] {
  return Array.isArray(value) && isText(value[0]) && Array.isArray(value[1]) && value[1].every(isEntity)
}

export function createEntities(): Entities {
  const configs = new Map<string, readonly Entity[]>()
  const topics = new Map<string, Map<string, KnownEntity>>()

  function remove(config: string): readonly Entity[] {
    const former = configs.get(config) ?? []
    configs.delete(config)
    for (const { topic, id } of former) {
      const group = topics.get(topic)
      group?.delete(id)
      if (group?.size === 0) topics.delete(topic)
    }
    return former
  }

  function put(config: string, entities: readonly Entity[]): void {
    remove(config)
    if (configs.size >= ENTITIES_KEPT) remove(configs.keys().next().value ?? '')
    configs.set(config, entities)
    for (const entity of entities) {
      const group = topics.get(entity.topic) ?? new Map<string, KnownEntity>()
      const scaled = entity.scale === 1 ? entity.rule : { ...entity.rule, scale: entity.scale }
      group.set(entity.id, { ...entity, compiled: compileRule(entity.id, scaled) })
      topics.set(entity.topic, group)
    }
  }

  return {
    put,
    remove,
    at: (topic) => [...(topics.get(topic)?.values() ?? [])],
    snapshot: () => ({ version: VERSION, configs: [...configs] }),
    restore(state) {
      if (!isObject(state) || state['version'] !== VERSION || !Array.isArray(state['configs']) || !state['configs'].every(isDescription))
        return 'rejected'
      configs.clear()
      topics.clear()
      for (const [config, entities] of state['configs']) put(config, entities)
      return 'restored'
    },
  }
}
