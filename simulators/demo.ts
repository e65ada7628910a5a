/**
 * The demo: the reference campus live at once, and its past months beside it, newest first: yesterday is complete within seconds, last year
 * within a minute. Both read the same model, so no register jumps. Live the devices obey commands; in the past they switch themselves.
 */

import { type Campus, loadCampus, openCampusModel } from './campus.ts'
import { type DemoState, readDemoState, writeDemoState } from './demo-state.ts'
import type { CampusModel } from './campus-model.ts'
import { fieldKey } from './campus-file.ts'
import { createTimeFormatter, encode, telemetryTopic } from './messages.ts'
import { dateOf } from './models/environment/calendar.ts'
import { DAY, QUARTER } from './models/zone.ts'
import { createYielder, pause } from './pace.ts'
import { openPublisher } from './publisher.ts'
import { openLiveCampus } from './reacting/live-campus.ts'
import { createReactingCampus, type ReactingCampus } from './reacting/reacting-campus.ts'
import { announce, closeAfterGrace } from './simulate.ts'

export interface DemoOptions {
  readonly broker: string
  readonly stateFile: string
  /** Epoch ms */
  readonly now: () => number
  readonly liveEveryMs: number
  readonly months: number
  /** Messages of the past a second, about the rate at which the service stores them; default 700. */
  readonly historyPerSecond?: number
  readonly onProgress: (progress: { done: number; total: number; detail: string }) => void
  readonly signal: AbortSignal
}

export interface Demo {
  /** Publishes the devices as offline and saves the state; resolves when nothing is sent any more. */
  stop(): Promise<void>
  /** Resolves when the past is sent and acknowledged, or the demo was stopped. */
  readonly historyDone: Promise<void>
}

const SEED = 2020
/** Readings in a message of the past: half a day. */
const CHUNK = 48
/** The state is saved after so many live ticks, once the past is sent; a run that ends earlier sends the past again. */
const SAVE_TICKS = 12
/** Few unacknowledged messages of the past, so that live messages are not delayed. */
const HISTORY_WINDOW = 64
const HISTORY_PER_SECOND = 700

interface Stage {
  readonly options: DemoOptions
  readonly campus: Campus
  readonly model: CampusModel
  readonly reacting: ReactingCampus
  /** What control had changed when the last run ended. */
  readonly changes: DemoState['changes']
  readonly stamp: (at: number) => string
  readonly signal: AbortSignal
  /** The past ends and the live simulation begins here. Epoch ms. */
  readonly begin: number
  filledTo: number
  /** The past is sent: the live simulation moves `filledTo` from now on. */
  caughtUp: boolean
}

export function startDemo(options: DemoOptions): Demo {
  const ended = new AbortController()
  const signal = AbortSignal.any([options.signal, ended.signal])
  const stage = openDemo(options, signal)
  const live = stage.then(playLive)
  const historyDone = stage.then(playHistory)
  // A caller may ignore the rejection of `historyDone` (the broker is unreachable); without this it would be unhandled.
  historyDone.catch(() => undefined)
  return {
    historyDone,
    async stop() {
      ended.abort()
      await Promise.allSettled([historyDone, live])
    },
  }
}

/** Opens the model and computes it up to now in small steps, so that the service in the same process is not blocked. */
async function openDemo(options: DemoOptions, signal: AbortSignal): Promise<Stage> {
  const campus = loadCampus('reference')
  const state = readDemoState(options.stateFile) ?? newState(campus, options)
  const model = openCampusModel(campus, state.seed, { since: state.anchor, first: new Map(Object.entries(state.registers)) })
  const begin = Math.floor(options.now() / options.liveEveryMs) * options.liveEveryMs
  const yieldToEventLoop = createYielder()
  for (let day = state.anchor; day <= campus.zone.dayOf(begin); day++) {
    model.registersOn(day)
    await yieldToEventLoop()
  }
  const { changes, filledTo } = state
  const reacting = createReactingCampus({ campus, model, changes, from: begin })
  const stamp = createTimeFormatter(campus.zone)
  return { options, campus, model, reacting, changes, stamp, signal, begin, filledTo, caughtUp: false }
}

/** The same date `months` ago; a day that the month does not have becomes one of the next month. */
function newState({ zone }: Campus, { now, months }: DemoOptions): DemoState {
  const { year, month, date } = dateOf(zone.dayOf(now()))
  const anchor = Date.UTC(year, month - 1 - months, date) / DAY
  return { seed: SEED, anchor, registers: {}, changes: {}, filledTo: zone.startOf(anchor) }
}

function saveState(stage: Stage, filledTo: number, changes: DemoState['changes']): void {
  stage.filledTo = filledTo
  const anchor = stage.campus.zone.dayOf(filledTo)
  const counts = stage.model.registersOn(anchor)
  const registers = Object.fromEntries(stage.model.registers.map((r, i) => [r.key, counts[i] ?? 0]))
  writeDemoState(stage.options.stateFile, { seed: SEED, anchor, registers, changes, filledTo })
}

async function playLive(stage: Stage): Promise<void> {
  const { options, campus, signal } = stage
  const publisher = await openPublisher({ url: options.broker })
  const disarm = closeAfterGrace(signal, () => void publisher.close(true))
  await announce(publisher, campus, 'online')
  const { model, reacting, stamp } = stage
  const live = await openLiveCampus({
    url: options.broker,
    campus,
    model,
    reacting,
    publisher,
    seed: SEED,
    now: options.now,
    stamp,
    signal,
  })
  let last = stage.begin - options.liveEveryMs
  for (let ticks = 1; !signal.aborted; ticks++) {
    last = Math.max(last + 1, Math.floor(options.now() / options.liveEveryMs) * options.liveEveryMs)
    await live.tick(last)
    const at = last
    if (stage.caughtUp && ticks % SAVE_TICKS === 0)
      void publisher.drained().then(() => signal.aborted || saveState(stage, at, reacting.changes(at)))
    await pause((Math.floor(options.now() / options.liveEveryMs) + 1) * options.liveEveryMs - options.now(), signal)
  }
  await live.close()
  await announce(publisher, campus, 'offline')
  await publisher.close()
  disarm()
  if (stage.caughtUp && publisher.unacknowledged() === 0) saveState(stage, last, reacting.changes(last))
}

/** Values of the past: registers lie above the model's by what control changed before it. */
function pastValues({ model, changes }: Stage, index: number, at: number): ReturnType<CampusModel['read']> {
  const device = model.devices[index]
  return model.read(index, at).map((value, i) => {
    const field = device?.fields[i]
    const change = device === undefined || field === undefined ? 0 : (changes[fieldKey(device.id, field.name)] ?? 0)
    return change === 0 ? value : Number(value) + change / (field?.perUnit ?? 1)
  })
}

async function playHistory(stage: Stage): Promise<void> {
  const { options, campus, model, signal } = stage
  const publisher = await openPublisher({ url: options.broker, window: HISTORY_WINDOW })
  const disarm = closeAfterGrace(signal, () => void publisher.close(true))
  const chunks = chunksOf(stage).toReversed()
  const total = chunks.length * model.devices.length
  const yieldToEventLoop = createYielder()
  const chunkMs = (1000 * model.devices.length) / (options.historyPerSecond ?? HISTORY_PER_SECOND)
  for (const [i, chunk] of chunks.entries()) {
    if (signal.aborted) break
    const due = performance.now() + chunkMs
    const first = chunk[0] ?? stage.begin
    options.onProgress({ done: i * model.devices.length, total, detail: campus.zone.format(first).slice(0, 10) })
    for (const [d, device] of model.devices.entries()) {
      const readings = chunk.map((at) => ({ time: stage.stamp(at), values: pastValues(stage, d, at) }))
      await publisher.send(d, telemetryTopic(campus.file.id, device.id), encode(device, null, readings))
      await yieldToEventLoop()
    }
    if (due > performance.now()) await pause(due - performance.now(), signal)
  }
  await publisher.close()
  disarm()
  if (signal.aborted) return
  stage.caughtUp = true
  saveState(stage, stage.begin, stage.changes)
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
