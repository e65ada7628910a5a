/** Devices that send nothing. One judgement per cause: a gateway, a source or the whole campus stands for the devices below it. Pure. */

import { groupBy } from '../../kernel/index.ts'
import { type Instant, instant } from '../../domain/index.ts'
import type { SubjectVerdict } from '../judgement.ts'

export interface ExpectedPoint {
  readonly id: string
  readonly source: string
  readonly device: string
  /** Expected time between readings, ms. */
  readonly interval: number
  /** Of the newest reading; null: there was none yet. */
  readonly lastAt: Instant | null
  /** The device reports itself offline, which is an alarm of its own. */
  readonly offline: boolean
}

export interface SilenceLimits {
  readonly now: Instant
  /** Since when the service has been able to receive: silence before says nothing about devices. */
  readonly listeningSince: Instant
  /** Intervals without a reading. */
  readonly missed: number
}

/** Readings are not punctual: a tenth of an interval more. */
const TOLERANCE = 0.1
/** A group is silent when at least this share of its devices is; of two devices both. */
const MOST_OF_GROUP = 0.8

interface DeviceState {
  readonly path: readonly string[]
  readonly silent: readonly string[]
  readonly since: number
  readonly isUnknown: boolean
  readonly all: readonly string[]
}

const limitOf = ({ interval }: ExpectedPoint, missed: number): number => (missed + TOLERANCE) * interval

type PointState = 'silent' | 'sound' | 'unknown'

function pointState(point: ExpectedPoint, { now, listeningSince, missed }: SilenceLimits): PointState {
  const limit = limitOf(point, missed)
  if (point.lastAt !== null && now - point.lastAt <= limit) return 'sound'
  return point.offline || now - listeningSince <= limit ? 'unknown' : 'silent'
}

function sinceOf(point: ExpectedPoint, { listeningSince, missed }: SilenceLimits): number {
  return (point.lastAt ?? listeningSince) + limitOf(point, missed)
}

function deviceState(points: readonly ExpectedPoint[], limits: SilenceLimits): DeviceState {
  const { source = '', device = '' } = points[0] ?? {}
  const states = points.map((point) => ({ point, state: pointState(point, limits) }))
  const silent = states.filter(({ state }) => state === 'silent').map(({ point }) => point)
  return {
    path: [source, ...device.split('/')],
    silent: silent.map((p) => p.id),
    since: silent.length === 0 ? limits.now : Math.min(...silent.map((p) => sinceOf(p, limits))),
    isUnknown: silent.length === 0 && states.some(({ state }) => state === 'unknown'),
    all: points.map((p) => p.id),
  }
}

/** Name of a group or device for people and as the subject of its alarm; that of the whole campus is empty. */
export const pathName = (path: readonly string[]): string => path.join('/')

interface Group {
  readonly path: readonly string[]
  readonly devices: readonly DeviceState[]
}

/** Every path above the devices with those below it, the shortest first. */
function groupsOf(devices: readonly DeviceState[]): readonly Group[] {
  const groups = new Map<string, DeviceState[]>()
  for (const device of devices)
    for (let depth = 0; depth < device.path.length; depth++) {
      const name = JSON.stringify(device.path.slice(0, depth))
      groups.set(name, [...(groups.get(name) ?? []), device])
    }
  return [...groups]
    .map(([name, members]) => ({ path: JSON.parse(name) as string[], devices: members }))
    .filter((group) => group.devices.length > 1)
    .sort((a, b) => a.path.length - b.path.length)
}

const isWholly = ({ silent, all }: DeviceState): boolean => silent.length === all.length

function judgementOf(path: readonly string[], devices: readonly DeviceState[], covers: readonly string[]): SubjectVerdict {
  const points = devices.flatMap((d) => d.silent)
  const name = pathName(path)
  const [first = ''] = points
  const who = path.length === 0 ? 'the campus' : name
  const sentence =
    devices.length > 1
      ? `${devices.length} devices of ${who} send nothing: look at the gateway or the network that they share`
      : `${name} sends nothing for ${points.length === 1 ? first : `${points.length} points`}`
  return {
    subject: name,
    verdict: points.length > 0 ? 'holds' : 'unknown',
    since: instant(Math.max(...devices.map((d) => d.since))),
    points,
    sentence,
    evidence: { device: who, devices: devices.length, points: points.length, point: first },
    covers,
  }
}

/** A judgement for every silent cause, and one that is unknown for every device and group of which there is not enough to say. */
export function judgeSilence(points: readonly ExpectedPoint[], limits: SilenceLimits): SubjectVerdict[] {
  const byDevice = groupBy(points, ({ source, device }) => JSON.stringify([source, device]))
  const devices = [...byDevice.values()].map((of) => deviceState(of, limits))
  const found: SubjectVerdict[] = []
  const taken = new Set<DeviceState>()
  for (const { path, devices: members } of groupsOf(devices)) {
    const silent = members.filter((d) => isWholly(d) && !taken.has(d))
    const unknown = members.filter((d) => d.isUnknown).length
    const enough = Math.max(2, MOST_OF_GROUP * members.length)
    if (silent.length >= enough) {
      for (const device of members) taken.add(device)
      found.push(judgementOf(path, silent, subjectsBelow(path, members)))
    } else if (unknown > 0 && silent.length + unknown >= enough) found.push(unknownOf(path, members))
  }
  for (const device of devices) {
    if (taken.has(device)) continue
    if (device.isUnknown) found.push(unknownOf(device.path, [device]))
    else if (device.silent.length > 0) found.push(judgementOf(device.path, [device], []))
  }
  return found
}

function unknownOf(path: readonly string[], devices: readonly DeviceState[]): SubjectVerdict {
  return { ...judgementOf(path, devices, []), verdict: 'unknown' }
}

function subjectsBelow(path: readonly string[], devices: readonly DeviceState[]): readonly string[] {
  const names = new Set<string>()
  for (const device of devices)
    for (let depth = path.length + 1; depth <= device.path.length; depth++) names.add(pathName(device.path.slice(0, depth)))
  return [...names]
}
