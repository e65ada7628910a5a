/** Entries of `policies:` -> ControlPolicy. */

import {
  type ActuatorKind,
  actuatorValue,
  type Campus,
  type ControlPolicy,
  DAY_TYPES,
  type DayType,
  durationMs,
  HOUR,
  MINUTE,
  parsePolicyValue,
  type PolicyKind,
  type PriceHours,
  type PolicyValue,
  type StaleFallback,
  type Tariff,
  VALUE_FORMS,
  valueText,
} from '../../../domain/index.ts'
import type { PolicyEntry } from '../../schema/control.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import { blamePart, byId, type Examination, type ExaminedPart, isPresent } from '../examine.ts'
import type { CampusTree } from '../../files.ts'
import { ms } from './actuators.ts'
import { bookingsOf } from './bookings.ts'
import { checkMean, priceHoursOf } from './load-limits.ts'
import { type PointKey, targetsOf } from './targets.ts'
import { planOf, slotsOf, sunMomentOf } from './windows.ts'

type Part = ExaminedPart<PolicyEntry>
type Key = keyof PolicyEntry

export interface PolicySurroundings {
  readonly ex: Examination
  readonly targets: Parameters<typeof targetsOf>[2]
  readonly seasons: readonly string[]
  readonly sites: readonly string[]
  readonly tariffs: readonly Tariff[]
  /** Files beside the one that names them. */
  readonly readBeside: CampusTree['readBeside']
  readonly location: Campus['location']
}

const HOLD_OFF = 10 * MINUTE
/** Readings older than this say nothing where the policy does not say when they are stale. */
const STALE_AFTER = HOUR

/** Keys that only some kinds have: those that each needs, and those that it may have. */
const KEYS: Readonly<Record<PolicyKind, { readonly needs: readonly Key[]; readonly may: readonly Key[] }>> = {
  occupancy: { needs: ['occupancy', 'value'], may: ['else', 'hold_off', 'stale'] },
  schedule: { needs: ['schedule'], may: ['else'] },
  slots: { needs: ['slots'], may: [] },
  sun: { needs: ['from', 'to', 'value'], may: ['else'] },
  season: { needs: ['season', 'value'], may: ['else'] },
  bookings: { needs: ['bookings', 'value'], may: ['room', 'before', 'else'] },
  price: { needs: ['price', 'value'], may: ['else'] },
  limit: { needs: ['point', 'value'], may: ['below', 'above', 'mean', 'hysteresis', 'else', 'stale'] },
  daylight: { needs: ['illuminance', 'below', 'value'], may: ['above', 'else', 'stale'] },
}
const EVERY: readonly Key[] = ['id', 'kind', 'class', 'actuators', 'season', 'days', 'price', 'site']

const POINT_KEY: Readonly<Partial<Record<PolicyKind, PointKey>>> = {
  occupancy: { key: 'occupancy', quantities: ['occupancy', 'occupants'] },
  limit: { key: 'point', quantities: null },
  daylight: { key: 'illuminance', quantities: ['illuminance'] },
}

export function policiesOf(parts: readonly Part[], around: PolicySurroundings): readonly ControlPolicy[] {
  const { ex } = around
  return [...byId(parts, 'policy', ex)].flatMap(([id, part]): ControlPolicy[] => {
    const { kind } = part.value
    if (kind === undefined) return []
    checkKeys(part, kind, ex)
    checkSeason(part, around.seasons, ex)
    const targets = targetsOf(part, POINT_KEY[kind] ?? null, around.targets)
    const days = daysOf(part)
    // The season of a season policy is what it is about; of the others it is when they are in force.
    const season = kind === 'season' ? null : (part.value.season ?? null)
    const hours = priceHoursOf(part, targets, around)
    const prices = kind === 'price' ? null : hours
    const head = { id, class: part.value.class ?? 'optimisation', targets, season, days, prices } as const
    const policy = kind === 'price' ? priceOf(part, head, hours) : bodyOf(part, kind, head, around)
    if (policy === null) return []
    checkValues(part, policy, around)
    return [policy]
  })
}

function checkKeys(part: Part, kind: PolicyKind, ex: Examination): void {
  const { needs, may } = KEYS[kind]
  const known = new Set<string>([...EVERY, ...needs, ...may])
  for (const key of Object.keys(part.value))
    if (!known.has(key))
      blamePart(part, [key], ex, { message: `kind ${kind} has no "${key}"`, hint: `it has ${[...needs, ...may].join(', ')}` })
  for (const key of needs)
    if (!isPresent(part, key))
      blamePart(part, [], ex, { message: `kind ${kind} needs "${key}"`, hint: `it has ${[...needs, ...may].join(', ')}` })
}

function checkSeason(part: Part, seasons: readonly string[], ex: Examination): void {
  const { season } = part.value
  if (season === undefined || seasons.includes(season)) return
  const none = 'name its windows under `seasons`: { heating: [{ from: 2026-11-15, to: 2027-03-16 }] }'
  blamePart(part, ['season'], ex, { message: `there is no season "${season}"`, hint: didYouMean(season, seasons) ?? none })
}

function daysOf(part: Part): readonly DayType[] | null {
  const { days } = part.value
  if (days === undefined) return null
  const list: readonly unknown[] = Array.isArray(days) ? days : [days]
  return DAY_TYPES.filter((type) => list.includes(type))
}

const valueOf = (raw: string | number | boolean | undefined): PolicyValue | null => (raw === undefined ? null : parsePolicyValue(raw))

function staleOf(part: Part): StaleFallback {
  const { stale } = part.value
  return { after: ms(stale?.after, STALE_AFTER), value: valueOf(stale?.value) }
}

type Head = Pick<ControlPolicy, 'id' | 'class' | 'targets' | 'season' | 'days' | 'prices'>

function priceOf(part: Part, head: Head, hours: PriceHours | null): ControlPolicy | null {
  const value = valueOf(part.value.value)
  return value === null || hours === null ? null : { ...head, kind: 'price', hours, value, otherwise: valueOf(part.value.else) }
}

function bodyOf(part: Part, kind: Exclude<PolicyKind, 'price'>, head: Head, around: PolicySurroundings): ControlPolicy | null {
  const { ex } = around
  const value = valueOf(part.value.value)
  const otherwise = valueOf(part.value.else)
  if (kind === 'schedule') return { ...head, kind, plan: planOf(part, ex), otherwise }
  if (kind === 'slots') {
    const slots = slotsOf(part, ex)
    if (slots.length === 0 && part.sound)
      blamePart(part, ['slots'], ex, { message: 'there are no slots', hint: 'write { "06:30": 100, "22:00": 15 }' })
    return { ...head, kind, slots }
  }
  if (value === null) return null
  if (kind === 'occupancy') return { ...head, kind, holdOff: ms(part.value.hold_off, HOLD_OFF), value, otherwise, stale: staleOf(part) }
  if (kind === 'season') return { ...head, kind, name: part.value.season ?? '', value, otherwise }
  if (kind === 'bookings') return { ...head, kind, ...bookingsOf(part, around), value, otherwise }
  if (kind === 'sun') return sunOf(part, head, { value, otherwise }, around)
  return measuredOf(part, { ...head, kind }, { value, otherwise }, around)
}

interface Values {
  readonly value: PolicyValue
  readonly otherwise: PolicyValue | null
}

function sunOf(part: Part, head: Head, values: Values, { location, ex }: PolicySurroundings): ControlPolicy | null {
  const [from, to] = [sunMomentOf(part, 'from', ex), sunMomentOf(part, 'to', ex)]
  if (location === null)
    blamePart(part, ['kind'], ex, {
      message: 'a sun policy needs the place of the campus',
      hint: 'add campus: { location: { latitude: 40.05, longitude: 116.31 } }',
    })
  if (from === null || to === null) return null
  if (from.event === 'clock' && to.event === 'clock')
    blamePart(part, ['from'], ex, { message: 'neither `from` nor `to` names the sun', hint: 'two clock times are a schedule' })
  return { ...head, kind: 'sun', from, to, text: `${part.value.from ?? ''} to ${part.value.to ?? ''}`, ...values }
}

function measuredOf(
  part: Part,
  head: Head & { readonly kind: 'limit' | 'daylight' },
  values: Values,
  { ex, targets }: PolicySurroundings,
): ControlPolicy | null {
  const { below = null, above = null, hysteresis = 0 } = part.value
  const stale = staleOf(part)
  const { kind } = head
  if (kind === 'limit') {
    if ((below === null) === (above === null) && part.sound)
      blamePart(part, [], ex, { message: 'a limit policy needs one of `below` and `above`', hint: 'write below: 55, or above: 400000' })
    const mean = part.value.mean === undefined ? null : durationMs(part.value.mean)
    if (mean !== null) checkMean(part, head.targets, targets)
    return { ...head, kind, below, above, mean, hysteresis, ...values, stale }
  }
  if (below === null) return null
  if (above !== null && above < below)
    blamePart(part, ['above'], ex, { message: `${above} lx is below ${below} lx`, hint: 'between `below` and `above` nothing changes' })
  return { ...head, kind, below, above: above ?? below, ...values, stale }
}

function valuesIn(policy: ControlPolicy): readonly PolicyValue[] {
  const values: (PolicyValue | null)[] = []
  if (policy.kind === 'slots') values.push(...policy.slots.map((s) => s.value))
  else values.push(policy.otherwise)
  if (policy.kind === 'schedule') values.push(...DAY_TYPES.flatMap((type) => policy.plan[type].map((w) => w.value)))
  else if (policy.kind !== 'slots') values.push(policy.value)
  if ('stale' in policy) values.push(policy.stale.value)
  return values.filter((value) => value !== null)
}

/** Each value has to be one for each actuator that the policy acts on. */
function checkValues(part: Part, policy: ControlPolicy, { targets: { actuators }, ex }: PolicySurroundings): void {
  const own = new Set(policy.targets.map((t) => t.actuator))
  const kinds = new Map<ActuatorKind, string>()
  for (const { id, kind } of actuators) if (own.has(id) && !kinds.has(kind)) kinds.set(kind, id)
  for (const [kind, id] of kinds)
    for (const value of new Set(valuesIn(policy)))
      if (actuatorValue(kind, value) === null)
        blamePart(part, ['id'], ex, {
          message: `"${valueText(value)}" is no value for "${id}"`,
          hint: `a ${kind} takes ${VALUE_FORMS[kind]}`,
        })
}
