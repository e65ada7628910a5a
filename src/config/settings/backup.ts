/** Scheduled backups: `backup:` and its passphrase. */

import { durationMs, HOUR, MINUTE } from '../../domain/index.ts'
import { DEFAULTS } from '../defaults.ts'
import type { Config, RawSetting, RawSettings } from '../types.ts'
import type { Faults } from '../yaml/faults.ts'

const text = (setting: RawSetting | undefined): string | null =>
  setting === undefined || setting.value === '' ? null : String(setting.value)

const LEAST_PASSPHRASE = 12

export function backupOf(settings: RawSettings, faults: Faults): Config['backup'] {
  const { days, weeks, months } = DEFAULTS.backup.keep
  const count = (name: string, otherwise: number): number => {
    const value = settings(`backup.keep.${name}`)?.value
    return typeof value === 'number' ? value : otherwise
  }
  const [hours = 0, minutes = 0] = (text(settings('backup.at')) ?? DEFAULTS.backup.at).split(':').map(Number)
  return {
    dir: text(settings('backup.dir')),
    at: hours * HOUR + minutes * MINUTE,
    keep: { days: count('days', days), weeks: count('weeks', weeks), months: count('months', months) },
    alarmAfterMs: durationMs(text(settings('backup.alarm_after')) ?? DEFAULTS.backup.alarmAfter),
    passphrase: passphraseOf(settings('backup.passphrase'), faults),
  }
}

function passphraseOf(setting: RawSetting | undefined, faults: Faults): string | null {
  const passphrase = text(setting)
  if (setting === undefined || passphrase === null || passphrase.length >= LEAST_PASSPHRASE) return passphrase
  faults.blameSpot(
    setting,
    `the passphrase of backups has ${passphrase.length} characters`,
    `use at least ${LEAST_PASSPHRASE}, such as the output of: openssl rand -base64 24`,
  )
  return null
}
