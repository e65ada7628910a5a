/** Entries of `actuators:` -> Actuator: what may be switched, and what may not go live. */

import {
  type Actuator,
  ACTUATOR_KINDS,
  type ActuatorKind,
  type Confirmation,
  durationMs,
  type FailSafe,
  MINUTE,
  type Point,
  type Quantity,
  SECOND,
  type Source,
} from '../../../domain/index.ts'
import type { ActuatorEntry } from '../../schema/control.ts'
import { matchesGlob } from '../../../kernel/index.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import { blamePart, byId, type Examination, type ExaminedPart, isPresent } from '../examine.ts'

export interface ControlSurroundings {
  readonly sources: readonly Source[]
  /** Points free of faults. */
  readonly points: ReadonlyMap<string, Point>
  /** Every id that the file names, faulty ones too. */
  readonly ids: ReadonlySet<string>
}

type Part = ExaminedPart<ActuatorEntry>

const CONFIRM_WITHIN = 30 * SECOND
/** A timer that ends a state sooner than this would have to be renewed all the time. */
const LEAST_FAIL_SAFE = 10 * SECOND

/** Quantities that say which state each kind is in. A power says whether a load runs. */
const CONFIRMS: Readonly<Record<ActuatorKind, readonly Quantity[]>> = {
  switch: ['switch', 'state', 'power', 'level', 'ratio', 'mode'],
  level: ['level', 'ratio', 'power', 'switch'],
  setpoint: ['temperature'],
  mode: ['mode', 'state'],
}

export function actuatorsOf(
  parts: readonly Part[],
  never: readonly string[],
  around: ControlSurroundings,
  ex: Examination,
): readonly Actuator[] {
  return [...byId(parts, 'actuator', ex)].flatMap(([id, part]): Actuator[] => {
    const kind = kindOf(part, ex)
    const confirm = confirmOf(part, kind, around, ex)
    const failSafe = failSafeOf(part, ex)
    const { source = '', device = '', channel = '' } = part.value.command ?? {}
    checkSource(part, source, around, ex)
    if (kind === null) return []
    const live = part.value.live ?? false
    if (live && failSafe.by === 'none') checkUse(part, { id, kind, confirm }, around, ex)
    return [
      {
        id,
        kind,
        command: { source, device, channel },
        confirm,
        confirmWithin: ms(part.value.confirm_within, CONFIRM_WITHIN),
        failSafe,
        live,
        // `*` crosses slashes: a list of what is never commanded rather holds too much than too little.
        never: never.some((pattern) => matchesGlob(pattern, id)),
        minOn: ms(part.value.min_on, 0),
        minOff: ms(part.value.min_off, 0),
      },
    ]
  })
}

export const ms = (text: string | undefined, otherwise: number): number => (text === undefined ? otherwise : durationMs(text))

/** By the part of the channel before the first dot: `switch.2` is a switch. */
function kindOf(part: Part, ex: Examination): ActuatorKind | null {
  const channel = part.value.command?.channel
  if (channel === undefined) return null
  const head = channel.split('.')[0] ?? ''
  const kind = ACTUATOR_KINDS.find((k) => k === head) ?? null
  if (kind === null) {
    const hint =
      didYouMean(head, ACTUATOR_KINDS) ?? `a channel is one of ${ACTUATOR_KINDS.join(', ')}; switch.2 names the second of several`
    blamePart(part, ['command', 'channel'], ex, { message: `"${channel}" is no channel that takes commands`, hint })
  }
  return kind
}

function checkSource(part: Part, source: string, { sources }: ControlSurroundings, ex: Examination): void {
  if (part.value.command?.source === undefined || sources.some((s) => s.id === source)) return
  const ids = sources.map((s) => s.id)
  const hint = didYouMean(source, ids) ?? `there are ${ids.join(', ')}`
  blamePart(part, ['command', 'source'], ex, { message: `there is no source "${source}"`, hint })
}

function confirmOf(part: Part, kind: ActuatorKind | null, around: ControlSurroundings, ex: Examination): Confirmation | null {
  const id = part.value.confirm
  if (id === undefined || kind === null) return null
  const point = around.points.get(id)
  if (point === undefined) {
    if (!around.ids.has(id))
      blamePart(part, ['confirm'], ex, { message: `there is no point "${id}"`, hint: didYouMean(id, around.ids) ?? 'a point of this file' })
    return null
  }
  const { quantity } = point
  if (!CONFIRMS[kind].includes(quantity)) {
    const hint = `a ${kind} is confirmed by ${CONFIRMS[kind].join(', ')}`
    blamePart(part, ['confirm'], ex, { message: `"${id}" is ${quantity}, which does not tell the state of a ${kind}`, hint })
    return null
  }
  return { point: id, quantity, words: wordsOf(point, around.sources) }
}

/** The map of words that the point's field has in its source. */
function wordsOf(point: Point, sources: readonly Source[]): Readonly<Record<string, number>> | null {
  const row = point.from.at(-1)
  const map = sources.find((s) => s.id === row?.source)?.mapping.points?.[row?.field ?? '']?.map
  return map === undefined ? null : Object.fromEntries(Object.entries(map).map(([word, value]) => [word, Number(value)]))
}

function failSafeOf(part: Part, ex: Examination): FailSafe {
  const { by = 'none', after } = part.value.fail_safe ?? {}
  if (by === 'none') return { by, after: null }
  if (after === undefined) {
    if (part.sound) blamePart(part, ['fail_safe'], ex, { message: `${by} acts after a time that is missing`, hint: 'add after: 30m' })
    return { by, after: 30 * MINUTE }
  }
  const time = durationMs(after)
  if (time < LEAST_FAIL_SAFE)
    blamePart(part, ['fail_safe', 'after'], ex, {
      message: `"${after}" is too short`,
      hint: 'commands are renewed at half of it; 10s or more',
    })
  return { by, after: time }
}

/** Words that say heating, cooling or hot water. */
const HEAT =
  /^(hvac|ac|acs|vrf|fcu|ahu|rtu|aircon\w*|air-?conditioning|airconditioning|heat\w*|cool\w*|chiller\w*|boiler\w*|basins?|geysers?|furnaces?|radiators?|thermostats?|immersion)$/i

const saysHeat = (text: string): boolean => HEAT.test(text) || text.split(/[/_.:-]+/).some((word) => HEAT.test(word))

/** Air-conditioning and heaters go live only where something ends their state when we are gone. */
function checkUse(
  part: Part,
  { id, kind, confirm }: Pick<Actuator, 'id' | 'kind' | 'confirm'>,
  { points }: ControlSurroundings,
  ex: Examination,
): void {
  const use = part.value.use ?? (confirm === null ? null : (points.get(confirm.point)?.use ?? null))
  const heats = kind === 'setpoint' || kind === 'mode' || saysHeat(use ?? id)
  if (!heats) return
  const what = use === null ? 'its name says heating, cooling or hot water' : `its use is "${use}"`
  blamePart(part, isPresent(part, 'fail_safe', 'by') ? ['fail_safe', 'by'] : ['live'], ex, {
    message: `"${id}" cannot go live without a fail-safe: ${kind === 'setpoint' || kind === 'mode' ? `it takes a ${kind}` : what}`,
    hint: 'name device-timeout or gateway-watchdog with its time, or leave live out; `use: lighting` says that it is neither',
  })
}
