/** Which process of this machine listens on a port. Linux only: the kernel's tables of sockets, and the open files of processes. */

import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** State LISTEN of /proc/net/tcp. */
const LISTEN = '0A'

/** `mosquitto (process 812)`, or null where it cannot be found out: another system, or a process of another user. */
export function findPortHolder(port: number): string | null {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listenersIn(table, port)))
  if (inodes.size === 0) return null
  for (const pid of entriesOf('/proc').filter((name) => /^\d+$/.test(name)))
    if (entriesOf(`/proc/${pid}/fd`).some((fd) => inodes.has(linkOf(`/proc/${pid}/fd/${fd}`)))) return `${nameOf(pid)} (process ${pid})`
  return null
}

/** Sockets that listen on the port, as they are called among the open files of their process. */
function listenersIn(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  return textOf(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => state === LISTEN && local.endsWith(`:${wanted}`))
    .map((columns) => `socket:[${columns[9] ?? ''}]`)
}

const nameOf = (pid: string): string => textOf(`/proc/${pid}/comm`).trim() || 'a process'

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function entriesOf(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
