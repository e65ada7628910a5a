/** What one event of the audit says. */

export interface AuditEvent {
  /** RFC 3339. */
  readonly at: string
  /** Key of who did it; of a refused login the credential it tried, without a secret. */
  readonly principal: string
  /** A use case (`control.addOverride`), `login` or `login-refused`. */
  readonly action: string
  /** `refused`: it was asked for and not done. `failed`: it broke off, and may be done in part. */
  readonly outcome: 'done' | 'refused' | 'failed'
  /** What it was asked for and what came of it, shortened and without secrets. */
  readonly detail: unknown
  /** In the words of the principal. */
  readonly reason: string | null
  readonly request: string
  readonly address: string | null
}

/** An event in the chain. */
export interface AuditEntry {
  /** 1, 2, 3 and so on, without gaps. */
  readonly sequence: number
  /** Hash of the event before; of the first one an empty text. */
  readonly previous: string
  /** SHA-256, hex, over the JSON of `[sequence, previous, event]`. */
  readonly hash: string
  readonly event: AuditEvent
}
