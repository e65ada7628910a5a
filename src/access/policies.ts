/** Who may do what. viewer < operator, preparer, approver < admin. */

export const ROLE_NAMES = ['viewer', 'operator', 'preparer', 'approver', 'admin'] as const
export type RoleName = (typeof ROLE_NAMES)[number]

/** `public` asks for nobody; every other permission for a role that holds it. */
export const PERMISSIONS = ['public', 'read', 'operate', 'prepare', 'approve', 'admin'] as const
export type Permission = (typeof PERMISSIONS)[number]

const HELD: Readonly<Record<RoleName, readonly Permission[]>> = {
  viewer: ['public', 'read'],
  operator: ['public', 'read', 'operate'],
  preparer: ['public', 'read', 'prepare'],
  approver: ['public', 'read', 'approve'],
  admin: PERMISSIONS,
}

/** Whoever asks. `key` is what limits are counted by. */
export interface Principal {
  readonly key: string
  readonly role: RoleName
  /** The one site it may see, or null for all. */
  readonly site: string | null
  readonly via: 'token' | 'session' | 'local' | 'anonymous'
}

export function holds(principal: Principal, permission: Permission): boolean {
  return HELD[principal.role].includes(permission)
}

export function isPermission(value: unknown): value is Permission {
  return PERMISSIONS.some((p) => p === value)
}
