/** The clock of this machine: meters and reports hang on it. Pure. */

import { MINUTE, SECOND } from '../../../domain/index.ts'
import { type DoctorFinding, fail, pass, warn } from './doctor-finding.ts'

export interface ClockFacts {
  /** The clock of a server, ms ahead of ours, from the Date header of its answer; null: none has one. */
  readonly reference: { readonly source: string; readonly aheadMs: number } | null
  /** Wall clock minus monotonic clock since this check began, ms. */
  readonly steppedMs: number
  /** The newest file of the data folder, ms ahead of now; null: there is none. */
  readonly newestFile: { readonly path: string; readonly aheadMs: number } | null
}

/** A Date header counts whole seconds, and the answer takes time. */
const WARN_MS = 5 * SECOND
const FAULT_MS = MINUTE
const STEP_MS = SECOND
const HERE = 'clock of this machine'
const SYNC = 'start time synchronisation (chrony or systemd-timesyncd)'

export function judgeClock({ reference, steppedMs, newestFile }: ClockFacts): DoctorFinding[] {
  const findings: DoctorFinding[] = []
  if (reference !== null) findings.push(compare(reference))
  if (Math.abs(steppedMs) > STEP_MS)
    findings.push(
      warn(
        'clock',
        HERE,
        `the clock was set by ${seconds(steppedMs)} while this check ran`,
        `${SYNC}: it slews the clock instead of setting it`,
      ),
    )
  if (newestFile !== null && newestFile.aheadMs > MINUTE)
    findings.push(
      fail(
        'clock',
        newestFile.path,
        `the file is of ${seconds(newestFile.aheadMs)} in the future: the clock went back`,
        `${SYNC}, before the service stores more readings`,
      ),
    )
  if (findings.length === 0) findings.push(pass('clock', HERE, 'runs steadily; no server tells the time to compare with'))
  return findings
}

function compare({ source, aheadMs }: { readonly source: string; readonly aheadMs: number }): DoctorFinding {
  const off = Math.abs(aheadMs)
  if (off <= WARN_MS) return pass('clock', HERE, `agrees with ${source}`)
  const what = `is ${seconds(off)} ${aheadMs > 0 ? 'behind' : 'ahead of'} ${source}`
  return (off > FAULT_MS ? fail : warn)('clock', HERE, what, `${SYNC} on both machines`)
}

const seconds = (ms: number): string => `${Math.round(Math.abs(ms) / SECOND)} s`
