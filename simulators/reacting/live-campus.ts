/** The live play of a campus under control: every device at each tick, a device at once when it was commanded. */

import type { Campus } from '../campus.ts'
import type { CampusModel } from '../campus-model.ts'
import { encode, statusTopic, telemetryTopic } from '../messages.ts'
import { MINUTE } from '../models/zone.ts'
import type { Publisher } from '../publisher.ts'
import { listenForCommands } from './command-listener.ts'
import type { Command } from './controlled-load.ts'
import { createHabits } from './habits.ts'
import type { ReactingCampus } from './reacting-campus.ts'

export interface LiveCampusParts {
  readonly url: string
  readonly campus: Campus
  readonly model: CampusModel
  readonly reacting: ReactingCampus
  readonly publisher: Publisher
  readonly seed: number
  readonly now: () => number
  readonly stamp: (at: number) => string
  readonly signal: AbortSignal
}

export interface LiveCampus {
  /** One message of every device that is online. */
  tick(at: number): Promise<void>
  close(): Promise<void>
}

/** Without the signal: hundreds of answers may be under way at once. */
const delay = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

export async function openLiveCampus(parts: LiveCampusParts): Promise<LiveCampus> {
  const { url, campus, model, reacting, publisher, now, stamp, signal } = parts
  const habits = createHabits(parts.seed)
  const indexes = new Map(model.devices.map((d, i) => [d.id, i]))
  const seqs = new Uint32Array(model.devices.length)
  const away = new Set<string>()
  let minute = Number.NaN

  async function send(index: number, at: number): Promise<void> {
    const device = model.devices[index]
    if (device === undefined) return
    const seq = seqs[index] ?? 0
    seqs[index] = seq + 1
    await publisher.send(
      index,
      telemetryTopic(campus.file.id, device.id),
      encode(device, seq, [{ time: stamp(at), values: reacting.read(index, at) }]),
    )
  }

  async function answer(device: string, command: Command): Promise<void> {
    const index = indexes.get(device)
    if (index === undefined || away.has(device)) return
    await delay(habits.lag(command.id))
    if (signal.aborted) return
    const at = now()
    const result = habits.refuses(command.id)
      ? ({ result: 'refused', reason: 'local operation' } as const)
      : reacting.command(device, command, at)
    if (result === null) return
    const reason = result.result === 'refused' ? { reason: result.reason } : {}
    const ack = JSON.stringify({ id: command.id, result: result.result, ...reason })
    await publisher.send(index, `campus/${campus.file.id}/${device}/ack`, ack)
    if (result.result === 'done') await send(index, at)
  }

  async function changeConnections(at: number): Promise<void> {
    for (const device of reacting.controlled) {
      const offline = habits.isOffline(device, at)
      if (offline === away.has(device)) continue
      if (offline) away.add(device)
      else away.delete(device)
      await publisher.send(indexes.get(device) ?? 0, statusTopic(campus.file.id, device), offline ? 'offline' : 'online', true)
    }
  }

  function switchByHand(at: number): void {
    if (Math.floor(at / MINUTE) === minute) return
    minute = Math.floor(at / MINUTE)
    for (const device of reacting.controlled) if (habits.isSwitchedByHand(device, at)) reacting.toggle(device, at)
  }

  const listener = await listenForCommands({ url, campus: campus.file.id, onCommand: (device, command) => void answer(device, command) })
  return {
    async tick(at) {
      await changeConnections(at)
      switchByHand(at)
      for (const [i, device] of model.devices.entries()) if (!away.has(device.id)) await send(i, at)
    },
    close: () => listener.close(),
  }
}
