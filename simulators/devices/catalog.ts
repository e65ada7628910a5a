/** Devices of a campus that speak the language of another make: the table `makes` of `model.yaml`. */

import { chirpstackDevice } from './chirpstack.ts'
import type { MakeForm } from './device.ts'
import { shellyDevice } from './shelly2.ts'
import { edgeNodeDevice } from './sparkplug/edge-node.ts'
import { tasmotaDevice } from './tasmota.ts'
import { zigbeeDevice } from './zigbee2mqtt.ts'

const FORMS: Readonly<Record<string, MakeForm>> = {
  tasmota: tasmotaDevice,
  shelly2: shellyDevice,
  zigbee2mqtt: zigbeeDevice,
  sparkplug: edgeNodeDevice,
  chirpstack: chirpstackDevice,
}

/** Throws with what there is. */
export function makeForm(make: string): MakeForm {
  const found = Object.hasOwn(FORMS, make) ? FORMS[make] : undefined
  if (found === undefined) throw new Error(`"${make}" is no simulated make; there are ${Object.keys(FORMS).join(', ')}`)
  return found
}
