/** Who may do what. viewer < operator, preparer, approver < admin. */

import type { Principal, RoleName } from '../domain/index.ts'

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

export function holds(principal: Principal, permission: Permission): boolean {
  return HELD[principal.role].includes(permission)
}

export function isPermission(value: unknown): value is Permission {
  return PERMISSIONS.some((p) => p === value)
}
