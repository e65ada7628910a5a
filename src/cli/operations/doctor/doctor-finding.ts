/** What `campus doctor` reports: one finding per thing that was looked at. */

export type DoctorLevel = 'ok' | 'warning' | 'fault'
export type DoctorCheck =
  | 'configuration'
  | 'folder'
  | 'clock'
  | 'disk'
  | 'broker'
  | 'store'
  | 'certificate'
  | 'backup'
  | 'service'
  | 'statements'
  | 'channels'

export interface DoctorFinding {
  readonly level: DoctorLevel
  readonly check: DoctorCheck
  /** Path, address or key of the campus file. */
  readonly where: string
  readonly what: string
  /** What to do; null where nothing is to be done. */
  readonly action: string | null
}

/** Where, what, and what to do. */
export type FindingTexts = readonly [where: string, what: string, action: string]

export const pass = (check: DoctorCheck, where: string, what: string): DoctorFinding => ({ level: 'ok', check, where, what, action: null })
export const warn = (check: DoctorCheck, ...[where, what, action]: FindingTexts): DoctorFinding => ({
  level: 'warning',
  check,
  where,
  what,
  action,
})
export const fail = (check: DoctorCheck, ...[where, what, action]: FindingTexts): DoctorFinding => ({
  level: 'fault',
  check,
  where,
  what,
  action,
})
