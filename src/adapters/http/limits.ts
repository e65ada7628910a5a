/** Bounds on the requests of one caller at once. */

import { BlockList, isIPv6, type Server, type Socket } from 'node:net'
import { type Clock } from '../../ports/index.ts'
import { Problem } from './problems.ts'

export interface Slots {
  /** Runs the work when the caller has a free slot; refuses when too many of its requests wait already. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>
}

interface Queue {
  running: number
  readonly waiting: (() => void)[]
}

export function createSlots(limits: { readonly running: number; readonly waiting: number }): Slots {
  const queues = new Map<string, Queue>()
  const leave = (key: string, queue: Queue): void => {
    const next = queue.waiting.shift()
    if (next !== undefined) return next()
    queue.running--
    if (queue.running === 0) queues.delete(key)
  }
  return {
    async run(key, work) {
      const queue = queues.get(key) ?? { running: 0, waiting: [] }
      queues.set(key, queue)
      if (queue.running < limits.running) queue.running++
      else if (queue.waiting.length < limits.waiting) await new Promise<void>((resolve) => void queue.waiting.push(resolve))
      else
        throw new Problem(
          'too-many-requests',
          `${limits.running} heavy questions run and ${limits.waiting} wait; ask again when they are answered`,
          { retryAfter: 2 },
        )
      try {
        return await work()
      } finally {
        leave(key, queue)
      }
    },
  }
}

export interface Attempts {
  /** Throws while this address has failed too often with this credential. For what people choose: passwords can be guessed, tokens cannot. */
  demandOpen(address: string, credential: string): void
  /**
   * Counts a failed login; throws when this address has failed too often with this credential. To be called after the credential was checked: a right
   * one is never locked out, whoever else fails from its address.
   */
  failed(address: string, credential: string): void
}

const KEPT = 10_000

export function createAttempts(limits: { readonly failures: number; readonly perMs: number }, clock: Clock): Attempts {
  const failures = new Map<string, { count: number; readonly until: number }>()
  const current = (key: string): { count: number; readonly until: number } | undefined => {
    const row = failures.get(key)
    if (row !== undefined && clock.monotonic() < row.until) return row
    failures.delete(key)
    return undefined
  }
  const refuse = (until: number): never => {
    throw new Problem('too-many-requests', 'too many failed logins with this credential from this address', {
      retryAfter: Math.ceil((until - clock.monotonic()) / 1000),
    })
  }
  return {
    demandOpen(address, credential) {
      const row = current(`${address} ${credential}`)
      if (row !== undefined && row.count >= limits.failures) refuse(row.until)
    },
    failed(address, credential) {
      const key = `${address} ${credential}`
      const row = current(key) ?? { count: 0, until: clock.monotonic() + limits.perMs }
      row.count++
      if (failures.size >= KEPT) failures.delete(failures.keys().next().value ?? '')
      failures.set(key, row)
      if (row.count > limits.failures) refuse(row.until)
    },
  }
}

export interface ConnectionLimits {
  readonly most: number
  /** Of one address; reverse proxies, which stand for many clients, may have all. */
  readonly perAddress: number
  readonly proxies: readonly string[]
}

/** Networks by the names that `http.trusted_proxies` knows. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

function networksOf(proxies: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of proxies.flatMap((name) => NAMED[name] ?? [name])) {
    const [address = '', bits] = network.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
  }
  return list
}

/** Closes connections beyond the limits as they come: who holds many idle ones keeps nobody else out. */
export function limitConnections(server: Server, { most, perAddress, proxies }: ConnectionLimits): void {
  server.maxConnections = most
  const trusted = networksOf(proxies)
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
    if (address === '' || trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) return
    const count = (open.get(address) ?? 0) + 1
    if (count > perAddress) return void socket.destroy()
    open.set(address, count)
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1
      if (left === 0) open.delete(address)
      else open.set(address, left)
    })
  })
}
