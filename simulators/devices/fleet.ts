/** The devices of other makes of a campus, live: each has its connection and will, obeys commands in the form of its make, and goes on when nobody listens. */

import type { CampusModel } from '../campus-model.ts'
import type { Campus } from '../campus.ts'
import { createReactingCampus, type ReactingCampus } from '../reacting/reacting-campus.ts'
import { bridgeOf, openMake, valuesOf } from './campus-makes.ts'
import { type ConnectedDevice, connectDevice } from './connection.ts'
import type { Equipment, MakeDevice } from './device.ts'

export interface FleetOptions {
  readonly url: string
  readonly campus: Campus
  readonly model: CampusModel
  readonly now: () => number
  readonly everyMs: number
}

function equipmentOf(reacting: ReactingCampus, model: CampusModel, index: number): Equipment {
  const device = model.devices[index]
  if (device === undefined) return { values: () => ({}), set: () => false }
  let numbered = 0
  return {
    values: (at) => valuesOf(device, reacting.read(index, at)),
    set(channel, value, at) {
      const answer = reacting.command(device.id, { id: `${device.id}-${numbered++}`, channel, value, expires: null }, at)
      return answer?.result === 'done'
    },
  }
}

/** All devices of one bridge share its connection. */
function fleetOf({ campus, model, now }: FleetOptions): readonly MakeDevice[] {
  const reacting = createReactingCampus({ campus, model, changes: {}, from: now() })
  const of = (index: number): Equipment => equipmentOf(reacting, model, index)
  const single = model.devices.flatMap((device, i) => {
    const made = device.speaks?.make === 'zigbee2mqtt' ? null : openMake(device, of(i), (at) => campus.zone.offset(at))
    return made === null ? [] : [made]
  })
  const bridge = bridgeOf(model.devices, of)
  return bridge === null ? single : [...single, bridge]
}

export async function openFleet(options: FleetOptions): Promise<ConnectedDevice> {
  const { url, campus, now, everyMs } = options
  const tag = Math.random().toString(36).slice(2, 8)
  const connected = await Promise.all(
    fleetOf(options).map((device, i) => connectDevice(device, { url, clientId: `${campus.file.id}-${tag}-${i}`, now, everyMs })),
  )
  return { close: async (dies) => void (await Promise.all(connected.map((c) => c.close(dies)))) }
}
