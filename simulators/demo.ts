/**
 * The demo: the reference campus live at once, and its past months sent behind, newest first: yesterday
 * is there within seconds, last year within a minute. Both read the same ledger, so no register jumps. */

import { type Campus, loadCampus, openLedger } from './campus.ts'
import { type DemoState, readState, writeState } from './demo-state.ts'
import type { Ledger } from './ledger.ts'
import { createStamp, encode, telemetryTopic } from './messages.ts'
import { dateOf } from './models/environment/calendar.ts'
import { DAY, QUARTER } from './models/zone.ts'
import { createBreath, pause } from './pace.ts'
import { openPublisher, type Publisher } from './publisher.ts'
import { announce, graceAfter } from './simulate.ts'

export interface DemoOptions {
  readonly broker: string
  readonly stateFile: string
  /** Epoch ms */
  readonly now: () => number
  readonly liveEveryMs: number
  readonly months: number
  /** Messages of the past a second, so that the service stores about as fast as it hears; default 700. */
  readonly historyPerSecond?: number
  readonly onProgress: (progress: { done: number; total: number; detail: string }) => void
  readonly signal: AbortSignal
}

export interface Demo {
  /** Says goodbye for the devices and keeps the state; resolves when nothing is sent any more. */
  stop(): Promise<void>
  /** Resolves when the past is sent and acknowledged, or the demo was stopped before. */
  readonly historyDone: Promise<void>
}

const SEED = 2020
/** Readings in a message of the past: half a day. */
const CHUNK = 48
/** The state is kept after so many live ticks, once the past is sent; a run that ends before sends the past again. */
const KEEP_TICKS = 12
/** Few on the way, so that the live messages find a free road. */
const HISTORY_WINDOW = 64
const HISTORY_PER_SECOND = 700

interface Stage {
  readonly options: DemoOptions
  readonly campus: Campus
  readonly ledger: Ledger
  readonly stamp: (at: number) => string
  readonly signal: AbortSignal
  /** The past ends here, the live play begins. Epoch ms. */
  readonly begin: number
  filledTo: number
  /** The past is sent: from here on live play moves `filledTo`. */
  caughtUp: boolean
}

export function startDemo(options: DemoOptions): Demo {
  const ended = new AbortController()
  const signal = AbortSignal.any([options.signal, ended.signal])
  const stage = prepare(options, signal)
  const live = stage.then(playLive)
  const historyDone = stage.then(playHistory)
  // Whoever waits for the history learns of a broker that cannot be reached; nobody has to.
  historyDone.catch(() => undefined)
  return {
    historyDone,
    async stop() {
      ended.abort()
      await Promise.allSettled([historyDone, live])
    },
  }
}

/** Opens the ledger and walks it up to now in small pieces, so that the service beside it is not held up. */
async function prepare(options: DemoOptions, signal: AbortSignal): Promise<Stage> {
  const campus = loadCampus('reference')
  const state = readState(options.stateFile) ?? newState(campus, options)
  const ledger = openLedger(campus, state.seed, { since: state.anchor, first: new Map(Object.entries(state.registers)) })
  const begin = Math.floor(options.now() / options.liveEveryMs) * options.liveEveryMs
  const breathe = createBreath()
  for (let day = state.anchor; day <= campus.zone.dayOf(begin); day++) {
    ledger.registersOn(day)
    await breathe()
  }
  return { options, campus, ledger, stamp: createStamp(campus.zone), signal, begin, filledTo: state.filledTo, caughtUp: false }
}

/** The same date `months` ago; a day that month has not becomes one of the next. */
function newState({ zone }: Campus, { now, months }: DemoOptions): DemoState {
  const { year, month, date } = dateOf(zone.dayOf(now()))
  const anchor = Date.UTC(year, month - 1 - months, date) / DAY
  return { seed: SEED, anchor, registers: {}, filledTo: zone.startOf(anchor) }
}

function keep(stage: Stage, filledTo: number): void {
  stage.filledTo = filledTo
  const anchor = stage.campus.zone.dayOf(filledTo)
  const counts = stage.ledger.registersOn(anchor)
  const registers = Object.fromEntries(stage.ledger.registers.map((r, i) => [r.key, counts[i] ?? 0]))
  writeState(stage.options.stateFile, { seed: SEED, anchor, registers, filledTo })
}

async function playLive(stage: Stage): Promise<void> {
  const { options, campus, signal } = stage
  const publisher = await openPublisher({ url: options.broker })
  const disarm = graceAfter(signal, () => void publisher.close(true))
  await announce(publisher, campus, 'online')
  const send = liveSender(stage, publisher)
  let last = stage.begin - options.liveEveryMs
  for (let ticks = 1; !signal.aborted; ticks++) {
    last = Math.max(last + 1, Math.floor(options.now() / options.liveEveryMs) * options.liveEveryMs)
    await send(last)
    const at = last
    if (stage.caughtUp && ticks % KEEP_TICKS === 0) void publisher.drained().then(() => signal.aborted || keep(stage, at))
    await pause((Math.floor(options.now() / options.liveEveryMs) + 1) * options.liveEveryMs - options.now(), signal)
  }
  await announce(publisher, campus, 'offline')
  await publisher.close()
  disarm()
  if (stage.caughtUp && publisher.unacknowledged() === 0) keep(stage, last)
}

/** One message of every device at an instant. */
function liveSender({ ledger, campus, stamp }: Stage, publisher: Publisher): (at: number) => Promise<void> {
  const seqs = new Uint32Array(ledger.devices.length)
  return async (at) => {
    for (const [i, device] of ledger.devices.entries()) {
      const seq = seqs[i] ?? 0
      seqs[i] = seq + 1
      await publisher.send(
        i,
        telemetryTopic(campus.file.id, device.id),
        encode(device, seq, [{ time: stamp(at), values: ledger.read(i, at) }]),
      )
    }
  }
}

async function playHistory(stage: Stage): Promise<void> {
  const { options, campus, ledger, signal } = stage
  const publisher = await openPublisher({ url: options.broker, window: HISTORY_WINDOW })
  const disarm = graceAfter(signal, () => void publisher.close(true))
  const chunks = chunksOf(stage).toReversed()
  const total = chunks.length * ledger.devices.length
  const breathe = createBreath()
  const chunkMs = (1000 * ledger.devices.length) / (options.historyPerSecond ?? HISTORY_PER_SECOND)
  for (const [i, chunk] of chunks.entries()) {
    if (signal.aborted) break
    const due = performance.now() + chunkMs
    const first = chunk[0] ?? stage.begin
    options.onProgress({ done: i * ledger.devices.length, total, detail: campus.zone.format(first).slice(0, 10) })
    for (const [d, device] of ledger.devices.entries()) {
      const readings = chunk.map((at) => ({ time: stage.stamp(at), values: ledger.read(d, at) }))
      await publisher.send(d, telemetryTopic(campus.file.id, device.id), encode(device, null, readings))
      await breathe()
    }
    if (due > performance.now()) await pause(due - performance.now(), signal)
  }
  await publisher.close()
  disarm()
  if (signal.aborted) return
  stage.caughtUp = true
  keep(stage, stage.begin)
  options.onProgress({ done: total, total, detail: campus.zone.format(stage.begin).slice(0, 10) })
}

/** The quarter hours from where the last run ended up to the live play, half a day each. */
function chunksOf({ filledTo, begin }: Stage): readonly (readonly number[])[] {
  const chunks: number[][] = []
  for (let at = Math.ceil(filledTo / QUARTER) * QUARTER; at <= begin; at += QUARTER) {
    const last = chunks.at(-1)
    if (last === undefined || last.length >= CHUNK) chunks.push([at])
    else last.push(at)
  }
  return chunks
}
