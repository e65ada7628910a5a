/** Free space, and how many days it lasts. Pure. */

import { DAY } from '../../../domain/index.ts'
import { type DoctorFinding, fail, pass, warn } from './doctor-finding.ts'

export interface DiskFacts {
  readonly path: string
  readonly freeBytes: number
  /** The journal accepts nothing below it. */
  readonly minFreeBytes: number
  /** Files of the store on this disk, and since when they grow; null: the store is elsewhere, or empty. */
  readonly store: { readonly bytes: number; readonly ageMs: number } | null
  /** Raw messages that are kept: what they hold, what they may hold, and their growth a day where it is known. */
  readonly archive: ArchiveGrowth | null
}

export interface ArchiveGrowth {
  readonly bytes: number
  readonly capBytes: number
  readonly days: number
  readonly bytesPerDay: number | null
}

const WARN_DAYS = 60
const FAULT_DAYS = 7
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

export function bytesText(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 2 ** (10 * step)
  return `${step === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[step] ?? 'B'}`
}

/** Bytes a day. A store that is younger than a day counts as a day old: history that was imported at once is not its growth. */
export const storeGrowth = ({ bytes, ageMs }: NonNullable<DiskFacts['store']>): number => bytes / Math.max(1, ageMs / DAY)

/** Days until only `minFreeBytes` are free; null: nothing grows. The archive grows to its cap or to its days, then stands still. */
export function forecastDays({ freeBytes, minFreeBytes, store, archive }: DiskFacts): number | null {
  const room = Math.max(0, freeBytes - minFreeBytes)
  const ofStore = store === null ? 0 : storeGrowth(store)
  const ofArchive = archive?.bytesPerDay ?? 0
  if (ofStore + ofArchive === 0) return null
  const rest = archive === null ? 0 : Math.max(0, Math.min(archive.capBytes, archive.days * ofArchive) - archive.bytes)
  const together = room / (ofStore + ofArchive)
  if (ofArchive * together <= rest) return together
  return ofStore === 0 ? null : (room - rest) / ofStore
}

export function judgeDisk(facts: DiskFacts): DoctorFinding[] {
  const { path, freeBytes, minFreeBytes } = facts
  const free = `${bytesText(freeBytes)} are free`
  const room = 'free space, move data.dir to a larger disk, or lower archive.days and archive.max_bytes'
  if (freeBytes < minFreeBytes)
    return [fail('disk', path, `${free}, the service needs ${bytesText(minFreeBytes)}: it accepts no messages`, room)]
  const days = forecastDays(facts)
  if (days === null) return [pass('disk', path, `${free}; nothing grows yet`)]
  const what = `${free}, enough for ${days > 3650 ? 'more than ten years' : `about ${Math.floor(days)} days`} at the present growth`
  if (days < FAULT_DAYS) return [fail('disk', path, what, room)]
  return [days < WARN_DAYS ? warn('disk', path, what, room) : pass('disk', path, what)]
}
