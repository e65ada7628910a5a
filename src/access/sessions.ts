/** Browser sessions in memory: an opaque random id in a cookie, its SHA-256 as the key here. */

import { createHash, randomBytes } from 'node:crypto'
import { instant, iso, type Principal, type RoleName } from '../domain/index.ts'
import type { Clock } from '../ports/index.ts'

export interface Sessions {
  open(principal: Principal): string
  /** The principal of a session that is neither idle for too long nor too old; using it keeps it from idling. */
  find(id: string): Principal | null
  close(id: string): void
  list(): readonly SessionInfo[]
  /** Ends a session by the id of the list. False when there is none. */
  end(id: string): boolean
  /** Ends every session of a principal. */
  endOf(principal: string): void
}

/** A session as a list shows it: its id opens nothing. */
export interface SessionInfo {
  readonly id: string
  /** Key of its principal. */
  readonly principal: string
  readonly role: RoleName
  readonly opened_at: string
  readonly used_at: string
}

interface Session {
  readonly principal: Principal
  readonly opened: number
  used: number
}

const MAX_SESSIONS = 10_000
/** Of one principal: the next one ends its oldest, and nobody else's. */
const PER_PRINCIPAL = 20

const LISTED_CHARS = 16
const keyOf = (id: string): string => createHash('sha256').update(id).digest('hex')

/** How the list names the session of a cookie value. */
export const listedId = (id: string): string => keyOf(id).slice(0, LISTED_CHARS)

export function createSessions(clock: Clock, limits: { idleMs: number; absoluteMs: number }): Sessions {
  const sessions = new Map<string, Session>()
  const ended = ({ opened, used }: Session): boolean => {
    const now = clock.now()
    return now - used >= limits.idleMs || now - opened >= limits.absoluteMs
  }
  /** Keys in the order of their opening. */
  const makeRoom = (principal: Principal): void => {
    const own: string[] = []
    for (const [key, session] of sessions) {
      if (ended(session)) sessions.delete(key)
      else if (session.principal.key === principal.key) own.push(key)
    }
    for (const key of own.slice(0, Math.max(0, own.length - PER_PRINCIPAL + 1))) sessions.delete(key)
    const [oldest] = sessions.keys()
    if (sessions.size >= MAX_SESSIONS && oldest !== undefined) sessions.delete(oldest)
  }
  return {
    open(principal) {
      makeRoom(principal)
      const id = randomBytes(32).toString('base64url')
      const now = clock.now()
      sessions.set(keyOf(id), { principal, opened: now, used: now })
      return id
    },
    find(id) {
      const session = sessions.get(keyOf(id))
      if (session === undefined || ended(session)) return null
      session.used = clock.now()
      return session.principal
    },
    close: (id) => void sessions.delete(keyOf(id)),
    list: () =>
      [...sessions].flatMap(([key, session]) => {
        const { principal, opened, used } = session
        if (ended(session)) return []
        const times = { opened_at: iso(instant(opened)), used_at: iso(instant(used)) }
        return [{ id: key.slice(0, LISTED_CHARS), principal: principal.key, role: principal.role, ...times }]
      }),
    end(id) {
      const key = [...sessions.keys()].find((k) => k.slice(0, LISTED_CHARS) === id)
      return key !== undefined && sessions.delete(key)
    },
    endOf(principal) {
      for (const [key, session] of sessions) if (session.principal.key === principal) sessions.delete(key)
    },
  }
}
