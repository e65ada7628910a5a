/** Control within the running service: the plan in force, what the controller hears of readings and devices, and when it runs. */

import { Controller } from '../../control/controller.ts'
import { indexPlan, type PlanIndex } from '../../control/plan-index.ts'
import { type Actuator, calendarOf, type Cause, type DeviceEventNote } from '../../domain/index.ts'
import type { LatestReading } from '../../ports/index.ts'
import { createEncoder } from '../../wire/index.ts'
import type { AppParts, AppState } from '../context.ts'
import type { DeviceAvailability } from '../monitoring/availability.ts'
import type { ControlApi } from './api.ts'
import { createControl } from './control.ts'
import { findExpiryCauses, findOverrideCauses } from './control-causes.ts'

export interface ControlRun {
  readonly api: ControlApi
  /** Causes of alarms: commands that fail again and again, overrides that are left on. */
  findCauses(): Promise<readonly Cause[]>
  /** Begins rounds where the process has the role `control` and the campus file has actuators. */
  start(): Promise<void>
  stop(): Promise<void>
  onReadings(newer: readonly LatestReading[]): void
  /** Comes behind the availability that the events change. */
  onDeviceEvents(events: readonly DeviceEventNote[]): void
}

export interface ControlRunParts {
  readonly parts: AppParts
  readonly state: AppState
  readonly latest: () => ReadonlyMap<string, LatestReading>
  readonly availability: Pick<DeviceAvailability, 'of'>
}

/** The index of the plan in force, computed again when another campus file comes into force. */
function createIndex(state: AppState): () => PlanIndex {
  let config: AppState['config'] | null = null
  let index: PlanIndex | null = null
  return () => {
    if (index !== null && config === state.config) return index
    const { campus, seasons, control } = state.config
    config = state.config
    const calendar = calendarOf(campus.calendar, campus.calendars)
    index = indexPlan(control, {
      zone: campus.timezone,
      calendar,
      location: campus.location,
      seasons,
      tariffs: campus.accounting?.tariffs ?? [],
    })
    return index
  }
}

/** Simulated devices obey in the demo alone: where a past year is played they switch themselves. */
function isControlling({ roles, control, simulated, demo }: AppState['config']): boolean {
  return roles.includes('control') && control.actuators.length > 0 && (!simulated || demo)
}

/** `G/E/D` -> `G/E/D`, `G/E`. */
function namesAbove(device: string): readonly string[] {
  const cut = device.lastIndexOf('/')
  return device.indexOf('/') === cut ? [device] : [device, device.slice(0, cut)]
}

interface Datatypes {
  apply(notes: readonly DeviceEventNote[]): void
  of(source: string, device: string, channel: string): number | null
}

/** Datatypes that births gave to the channels of actuators: a command repeats them. Of all other channels none is kept. */
function createDatatypes(actuators: () => readonly Actuator[]): Datatypes {
  const found = new Map<string, number>()
  const keyOf = (...names: readonly string[]): string => JSON.stringify(names)
  return {
    apply(notes) {
      for (const { source, event } of notes) {
        if ((event.type !== 'device-online' && event.type !== 'node-online') || event.datatypes === undefined) continue
        for (const { command } of actuators()) {
          const datatype = event.datatypes[command.channel]
          if (command.source === source && command.device === event.device && datatype !== undefined)
            found.set(keyOf(source, command.device, command.channel), datatype)
        }
      }
    },
    of: (source, device, channel) => found.get(keyOf(source, device, channel)) ?? null,
  }
}

export function createControlRun({ parts, state, latest, availability }: ControlRunParts): ControlRun {
  const { records, clock, events, metrics, broker } = parts
  const index = createIndex(state)
  // A device behind an edge node is gone with it, though nobody says so of the device.
  const isOnline = ({ command: { source, device } }: Actuator): boolean =>
    namesAbove(device).every((name) => availability.of(source, name)?.online ?? true)
  const datatypes = createDatatypes(() => index().plan.actuators)
  const controller = new Controller({
    records,
    clock,
    events,
    metrics,
    broker,
    index,
    latest,
    isOnline,
    encode: (command) =>
      createEncoder(state.campus.sources, state.campus.id).encode({
        ...command,
        datatype: datatypes.of(command.source, command.device, command.channel),
      }),
  })
  let running = false
  return {
    api: createControl({ controller, index }),
    async findCauses() {
      const now = clock.now()
      const overrides = await controller.overrides()
      return [...findExpiryCauses(await controller.entries(), now), ...findOverrideCauses(overrides, state.campus.timezone, now)]
    },
    async start() {
      if (broker === null || !isControlling(state.config)) return
      running = true
      await controller.start()
    },
    async stop() {
      running = false
      await controller.stop()
    },
    onReadings(newer) {
      if (running) controller.onReadings(newer)
    },
    onDeviceEvents(notes) {
      datatypes.apply(notes)
      if (!running) return
      for (const { source, event } of notes) {
        if (event.type === 'command-ack' && !event.retained) controller.onAnswer(source, event.command, event.result)
        const back = event.type === 'availability' ? event.online : event.type === 'device-online' || event.type === 'node-online'
        if (back) controller.onReturn(source, event.device)
      }
    },
  }
}
