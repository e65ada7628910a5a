/** Sequence and hash of the newest event of the audit. Whoever holds it finds that events up to it were removed or changed. */
export interface AuditHead {
  readonly sequence: number
  /** SHA-256, hex. */
  readonly hash: string
}
