/** `backup:` of the campus file. */

import { Type } from 'typebox'
import { BACKUP_BOUNDS } from '../defaults.ts'
import { clockTime, closed, duration, text, whole } from './words.ts'

const optional = Type.Optional

export const BACKUP = Type.Object(
  {
    dir: optional(text('folder of scheduled backups, best on another disk; without it none are made')),
    at: optional(clockTime('time of day in the campus zone; default 02:30')),
    keep: optional(
      Type.Object(
        {
          days: optional(whole(...BACKUP_BOUNDS.days, 'newest backup of so many days; default 7')),
          weeks: optional(whole(...BACKUP_BOUNDS.weeks, 'newest backup of so many ISO weeks; default 4')),
          months: optional(whole(...BACKUP_BOUNDS.months, 'newest backup of so many months; default 12')),
        },
        { ...closed, description: 'what stays when a new backup is made' },
      ),
    ),
    alarm_after: optional(duration('an older newest backup raises an alarm; default 36h')),
  },
  { ...closed, description: 'scheduled backups; CAMPUS__BACKUP__PASSPHRASE encrypts them' },
)
