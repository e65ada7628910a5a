/** Entries of `actuators:` -> Actuator: what may be switched, and what may not go live. */

import {
  type Actuator,
  ACTUATOR_KINDS,
  type ActuatorKind,
  type Confirmation,
  type ConventionDescriptor,
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
  /** What `preset:` of a source may name. */
  readonly conventions: readonly ConventionDescriptor[]
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
    const kind = kindOf(part, around, ex)
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

/**
 * What the channel takes: what the file says, else the part of its name before the first dot (`switch.2` is a switch), else what the make means by that
 * name. A metric of Sparkplug B may have any name: its confirming point says what it is.
 */
function kindOf(part: Part, around: ControlSurroundings, ex: Examination): ActuatorKind | null {
  const { channel, kind: own } = part.value.command ?? {}
  if (channel === undefined) return null
  const head = channel.split('.')[0] ?? ''
  const convention = conventionOf(part, around)
  const kind =
    own ?? ACTUATOR_KINDS.find((k) => k === head) ?? convention?.channelKind?.(channel) ?? kindByReading(part, convention, around)
  if (kind !== null) return kind
  const free = convention !== null && convention.channelKind === undefined && !convention.namesQuantities
  const hint = free
    ? `say what it takes with kind: ${ACTUATOR_KINDS.join(' or ')}`
    : (didYouMean(head, ACTUATOR_KINDS) ?? `a channel is one of ${ACTUATOR_KINDS.join(', ')}; switch.2 names the second of several`)
  blamePart(part, ['command', 'channel'], ex, { message: `"${channel}" is no channel that takes commands`, hint })
  return null
}

const KIND_OF_READING: Readonly<Partial<Record<Quantity, ActuatorKind>>> = {
  switch: 'switch',
  level: 'level',
  temperature: 'setpoint',
  mode: 'mode',
}

function kindByReading(part: Part, convention: ConventionDescriptor | null, { points }: ControlSurroundings): ActuatorKind | null {
  const point = part.value.confirm === undefined ? undefined : points.get(part.value.confirm)
  const own = point?.from.at(-1)
  const { source, device, channel } = part.value.command ?? {}
  const same = own?.source === source && own?.device === device && own?.field === channel
  const named = convention?.channelKind === undefined && convention?.namesQuantities === false
  return named && same && point !== undefined ? (KIND_OF_READING[point.quantity] ?? null) : null
}

function conventionOf(part: Part, { sources, conventions }: ControlSurroundings): ConventionDescriptor | null {
  const preset = sources.find((s) => s.id === part.value.command?.source)?.preset
  return conventions.find((c) => c.name === preset) ?? null
}

function checkSource(part: Part, source: string, around: ControlSurroundings, ex: Examination): void {
  const { sources, conventions } = around
  const convention = conventionOf(part, around)
  if (convention !== null && !convention.encodes) {
    const able = conventions.filter((c) => c.encodes).map((c) => c.name)
    blamePart(part, ['command', 'source'], ex, {
      message: `the devices of "${source}" (${convention.name}) take no commands from this service`,
      hint: `presets that take commands: ${able.join(', ')}`,
    })
  }
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
