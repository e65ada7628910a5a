/** A campus file that is put in force while the service runs, in the audit: what it changes. */

import type { Config } from '../../config/types.ts'
import { errorLine } from '../../kernel/index.ts'
import type { AuditParts } from './interceptor.ts'
import { summaryOf } from './summary.ts'

export interface ConfigLog {
  changed(before: Config, after: Config): Promise<void>
}

interface Sides {
  readonly before: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>>
}

/** Sections whose values differ; of lists with ids the items that differ, by id. Without `notify:`, whose addresses hold keys; `summaryOf` hides other secrets. */
export function configChange(before: Config, after: Config): Sides {
  return differing(flat(before), flat(after))
}

/** A template may change thousands of points at once: an event shows the first ones. */
const SHOWN = 20

type Row = readonly [string, unknown]

function flat({ campus, ...sections }: Config): ReadonlyMap<string, unknown> {
  const lists = Object.entries(campus).flatMap(([key, value]): readonly Row[] =>
    isListed(value) ? value.map((item) => [`${key} ${item.id}`, item] as const) : [[`campus.${key}`, value]],
  )
  return new Map([...Object.entries(sections).filter(([name]) => name !== 'notify'), ...lists])
}

function isListed(value: unknown): value is readonly { readonly id: string }[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && typeof item.id === 'string')
}

function differing(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): Sides {
  const keys = [...new Set([...before.keys(), ...after.keys()])].filter((key) => text(before.get(key)) !== text(after.get(key)))
  const side = (values: ReadonlyMap<string, unknown>) => Object.fromEntries(keys.map((key) => [key, values.get(key) ?? null]))
  return { before: side(before), after: side(after) }
}

const text = (value: unknown): string => JSON.stringify(value) ?? ''

export function createConfigLog({ trail, events }: AuditParts): ConfigLog {
  return {
    async changed(before, after) {
      const sides = configChange(before, after)
      const changed = Object.keys(sides.after)
      const shown = (side: Sides['after']) => summaryOf(Object.fromEntries(Object.entries(side).slice(0, SHOWN)))
      if (changed.length === 0) return
      const detail = { file: after.file, changed: summaryOf(changed), before: shown(sides.before), after: shown(sides.after) }
      const event = {
        principal: 'system',
        action: 'configuration',
        outcome: 'done',
        detail,
        reason: null,
        request: 'reload',
        address: null,
      } as const
      await trail.record(event).catch((error: unknown) => {
        events.emit({ code: 'audit-failed', level: 'error', detail: `a changed configuration stands in no audit: ${errorLine(error)}` })
      })
    },
  }
}
