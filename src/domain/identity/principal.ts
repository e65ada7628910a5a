/** Who asks. */

export const ROLE_NAMES = ['viewer', 'operator', 'preparer', 'approver', 'admin'] as const
export type RoleName = (typeof ROLE_NAMES)[number]

export interface Principal {
  /** Stable name of who asks: `token:ID`, `user NAME`, `local`, `anonymous:ADDRESS`. Limits count by it, records name it as the author. */
  readonly key: string
  readonly role: RoleName
  /** The one site that the principal may see, or null for all. */
  readonly site: string | null
  readonly via: 'token' | 'session' | 'local' | 'anonymous'
  /** What a session lacks before it may do more than look after the account of its user. */
  readonly pending?: 'second-factor'
}
