/** Certificates, backups, closed periods, notices, and what the running service reports. Pure. */

import { DAY, HOUR, type Instant, iso } from '../../../domain/index.ts'
import { type DoctorFinding, fail, pass, warn } from './doctor-finding.ts'

export interface CertificateFacts {
  readonly address: string
  readonly validTo: Instant | null
  /** Why the connection is not trusted or not made; null: it is. */
  readonly failure: string | null
}

const RENEW_DAYS = 30

export function judgeCertificate({ address, validTo, failure }: CertificateFacts, now: Instant): DoctorFinding {
  const renew = 'renew the certificate, and its chain where it changed'
  if (validTo !== null && validTo <= now) return fail('certificate', address, `the certificate ended ${iso(validTo)}`, renew)
  if (failure !== null)
    return fail(
      'certificate',
      address,
      `the connection is not trusted: ${failure}`,
      'correct the certificate; one of an own authority needs NODE_EXTRA_CA_CERTS',
    )
  if (validTo === null) return warn('certificate', address, 'the server shows no certificate', 'check the address')
  const days = Math.floor((validTo - now) / DAY)
  const what = `the certificate is valid until ${iso(validTo)}, ${days} days from now`
  return days < RENEW_DAYS ? warn('certificate', address, what, renew) : pass('certificate', address, what)
}

export interface BackupFacts {
  /** backup.dir; null: none are scheduled. */
  readonly dir: string | null
  /** Why the folder cannot be read; null: it can. */
  readonly failure: string | null
  readonly newest: { readonly name: string; readonly at: Instant } | null
  readonly alarmAfterMs: number
  /** Backups lie on the disk of the data folder. */
  readonly sameDisk: boolean
  readonly encrypted: boolean
}

export function judgeBackup({ dir, failure, newest, alarmAfterMs, sameDisk, encrypted }: BackupFacts, now: Instant): DoctorFinding[] {
  if (dir === null) return [warn('backup', 'backup.dir', 'no backups are scheduled', 'set backup.dir to a folder on another disk')]
  if (failure !== null) return [fail('backup', dir, `the folder cannot be read: ${failure}`, 'mount it, or correct backup.dir')]
  const findings: DoctorFinding[] = []
  if (newest === null)
    findings.push(fail('backup', dir, 'there is no backup', 'leave the service running over backup.at, or run `campus backup FILE`'))
  else {
    const hours = Math.floor((now - newest.at) / HOUR)
    const what = `the newest backup is "${newest.name}", ${hours} h old`
    findings.push(
      now - newest.at > alarmAfterMs
        ? fail(
            'backup',
            dir,
            `${what}; the limit is ${Math.floor(alarmAfterMs / HOUR)} h`,
            'look for backup-failed in the log, and run `campus backup FILE`',
          )
        : pass('backup', dir, what),
    )
  }
  if (sameDisk)
    findings.push(
      warn(
        'backup',
        dir,
        'backups lie on the disk of the data folder: one broken disk takes both',
        'name a folder on another disk or machine',
      ),
    )
  if (!encrypted)
    findings.push(
      warn('backup', dir, 'backups are not encrypted, and hold the key that signs statements', 'set CAMPUS__BACKUP__PASSPHRASE_FILE'),
    )
  return findings
}

export interface PendingFacts {
  readonly period: string
  readonly figures: number
}

/** `closed`: periods that are closed; `pending`: of them, those that would change. */
export function judgeStatements(closed: number, pending: readonly PendingFacts[]): DoctorFinding[] {
  if (pending.length === 0)
    return [pass('statements', 'closed periods', closed === 0 ? 'no period is closed' : `${closed} closed, nothing is pending`)]
  return pending.map(({ period, figures }) =>
    warn(
      'statements',
      period,
      `${figures} figures of the closed period would change`,
      `read \`campus restate ${period}\`, then accept or correct`,
    ),
  )
}

/** `channels`: configured ways for notices. */
export function judgeChannels(channels: readonly string[]): DoctorFinding {
  return channels.length === 0
    ? warn('channels', 'notify', 'alarms reach nobody: no channel is configured', 'set notify.mail, notify.webhook or a group chat')
    : pass('channels', 'notify', `alarms go to ${channels.join(', ')}`)
}

export interface ServiceFacts {
  /** Null: none runs. */
  readonly url: string | null
  readonly ready: { readonly reasons: readonly string[]; readonly degraded: readonly string[] } | null
  readonly alarms: readonly { readonly code: string; readonly sentence: string }[]
}

export function judgeService({ url, ready, alarms }: ServiceFacts): DoctorFinding[] {
  if (url === null) return [pass('service', 'service', 'no service runs on this data folder; it was checked without one')]
  const log = 'read the log of the service; docs/operations.md has an action for each alarm'
  const findings = [
    ...(ready?.reasons ?? []).map((reason) => fail('service', url, `not ready: ${reason}`, log)),
    ...(ready?.degraded ?? []).map((reason) => warn('service', url, reason, log)),
    ...alarms.map(({ code, sentence }) => warn('service', url, `alarm ${code}: ${sentence}`, 'see `campus alarms`')),
  ]
  return findings.length > 0 ? findings : [pass('service', url, 'ready, without alarms')]
}
