/**
 * Events of the service itself. `code` is from a closed set (docs/errors.md lists it, a test keeps both equal).
 * `error`: data was lost or a person must act; `warn`: the service recovers by itself.
 */
export const EVENT_CODES = {
  'service-started': 'the service is up',
  'service-stopping': 'the service stops in order',
  'broker-connected': 'the broker can be reached',
  'broker-unproven': 'the broker answers, but does not deliver a message of the service to the service',
  'broker-away': 'the broker cannot be reached; messages wait there',
  'broker-open': 'the embedded broker takes connections of other machines without a password, as broker.anonymous says',
  'store-away': 'the store cannot be reached or refuses; messages wait in the journal',
  'store-back': 'the store answers again',
  'store-lost': 'a database of the store was missing and has been created again: its content must come from a backup',
  'store-recovered': 'the store was not closed cleanly: its log was removed and the journal is replayed',
  'journal-full': 'the journal reached its cap: messages are no longer acknowledged',
  'journal-torn': 'a half-written frame at the end of the journal was cut off',
  'journal-corrupt': 'damaged frames in the journal were skipped',
  'journal-behind': 'the store is older than the journal: missing messages are read from the archive, as far as it reaches',
  'archive-short': 'raw messages leave the archive before their days are over, or cannot be kept',
  'records-corrupt': 'damaged lines in the log of small state were skipped',
  'client-refused': 'a client of the embedded broker exceeded a bound: what does not fit is not kept, the other clients are not affected',
  'message-refused': 'a message broke a limit and was not journalled',
  'messages-dropped': 'the broker dropped messages: one of its queues was full',
  'messages-missing': 'messages of devices did not arrive: there are gaps in their seq',
  'dead-letter': 'a message, or a part of it, could not be used and is kept with its reason',
  'decoder-state-lost': 'what devices described once could not be written to disk',
  'rebirth-requested': 'an edge node was asked for its births again (Sparkplug B)',
  'letters-missing': 'files of the dead letters were removed or cut since they were last written',
  'time-rejected': 'a device time is not plausible; the receive time was used',
  'device-pending': 'an unknown device or field was seen; it is listed under discoveries',
  'rollup-done': 'buckets were computed',
  'rollup-failed': 'buckets could not be computed; the next beat tries again',
  'job-failed': 'a job failed; the next beat tries again',
  'draft-ready': 'a draft report has been computed',
  'period-closed': 'a period was closed or restated: its report no longer changes',
  'draft-skipped': 'months too long ago get no drafts',
  'backup-made': 'a scheduled backup was made and checked',
  'backup-failed': 'a backup broke off: there is none of this moment',
  'alarm-raised': 'a state holds that a person must deal with',
  'alarm-cleared': 'the cause of an alarm has ended',
  'notice-sent': 'a notice was delivered',
  'notice-failed': 'a notice could not be delivered; it is retried',
  'notice-lost': 'a notice could not be delivered and is not retried',
  'command-refused': 'a device or its convention refused a command',
  'command-expired': 'no reading confirmed a command, or it could not be sent',
  'control-stopped': 'a person stopped control: nothing is commanded',
  'control-resumed': 'a person let control go on',
  'beat-missed': 'a cron slot was missed; history decides which work is due',
  'config-rejected': 'a changed campus file, password file or certificate has faults; the former one stays in force',
  'config-loaded': 'a campus file is in force',
  'sse-dropped': 'a slow reader of the live stream was dropped',
  'request-failed': 'a request failed by a fault of the service',
  'access-denied': 'a request without the permission it needs',
  login: 'a browser session began',
  'login-failed': 'a login with a wrong token, link or password, at the page or at the embedded broker',
  'audit-failed': 'what a person changed could not be written to the audit log',
  'token-created': 'an access token was created',
  'token-revoked': 'an access token was revoked',
  'security-log-failed': 'an event could not be written to the security log',
  'port-taken': 'a port was taken; the next free one is used',
} as const satisfies Record<string, string>

export type EventCode = keyof typeof EVENT_CODES
/** Events about who may do what, and what was refused: they also stand in the security log. */
export const SECURITY_CODES: ReadonlySet<EventCode> = new Set<EventCode>([
  'login',
  'login-failed',
  'token-created',
  'token-revoked',
  'access-denied',
  'client-refused',
  'message-refused',
  'broker-open',
  'records-corrupt',
  'audit-failed',
  'letters-missing',
  'control-stopped',
  'control-resumed',
  'command-refused',
  'config-loaded',
  'config-rejected',
  'period-closed',
  'service-started',
  'service-stopping',
])

export type Level = 'debug' | 'info' | 'warn' | 'error'

export interface ServiceEvent {
  readonly code: EventCode
  readonly level: Level
  readonly detail: string
  readonly count?: number
  readonly reason?: string
  readonly fields?: Readonly<Record<string, unknown>>
}

export interface Events {
  emit(event: ServiceEvent): void
}

/** Counters and gauges of the service, shown by /metrics. Label sets are bounded. */
export interface Metrics {
  count(name: string, labels?: Readonly<Record<string, string>>, by?: number): void
  gauge(name: string, value: number, labels?: Readonly<Record<string, string>>): void
}
