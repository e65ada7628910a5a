/** A LoRaWAN meter behind a ChirpStack v4 network server: the envelope round what its payload codec decoded. Class A: it takes no commands. */

import { type DeviceMessage, type Equipment, type MakeDevice, type MakeForm, rounded } from './device.ts'

export interface LorawanOptions {
  readonly devEui: string
  readonly equipment: Equipment
  readonly application: string
  readonly profile: string
}

/** Keys of the payload codec, with decimals; canonical units. */
const KEYS: Readonly<Record<string, { readonly key: string; readonly digits: number }>> = {
  energy: { key: 'energy_kwh', digits: 3 },
  power: { key: 'power_w', digits: 0 },
  volume: { key: 'volume_m3', digits: 3 },
  flow: { key: 'flow_m3h', digits: 3 },
  temperature: { key: 'temperature', digits: 1 },
  humidity: { key: 'humidity', digits: 0 },
}

export const chirpstackDevice: MakeForm = {
  open: ({ name, equipment }) =>
    createLorawanMeter({ devEui: name, equipment, application: '17c82e96-be03-4f38-aef3-f83d48582d97', profile: 'meter' }),
  address: (device, quantity) => ({ device, field: KEYS[quantity]?.key ?? quantity }),
}

function objectOf(values: ReturnType<Equipment['values']>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([quantity, value]) => {
      const found = KEYS[quantity]
      return found === undefined ? [] : [[found.key, rounded(value, found.digits)]]
    }),
  )
}

export function createLorawanMeter({ devEui, equipment, application, profile }: LorawanOptions): MakeDevice {
  let frames = 0
  const report = (at: number): readonly DeviceMessage[] => {
    const object = objectOf(equipment.values(at))
    const envelope = {
      deduplicationId: `00000000-0000-4000-8000-${String(frames).padStart(12, '0')}`,
      time: new Date(at).toISOString().replace('Z', '000000+00:00'),
      deviceInfo: {
        tenantId: '52f14cd4-c6f1-4fbd-8f87-4025e1d49242',
        tenantName: 'Campus',
        applicationId: application,
        applicationName: 'Meters',
        deviceProfileName: profile,
        deviceName: `meter ${devEui.slice(-4)}`,
        devEui,
        tags: {},
      },
      devAddr: `01${devEui.slice(-6)}`,
      adr: true,
      dr: 5,
      fCnt: frames,
      fPort: 2,
      confirmed: false,
      data: Buffer.from(JSON.stringify(object)).toString('base64'),
      object,
      rxInfo: [{ gatewayId: '0016c001f153a14c', uplinkId: frames, rssi: -57, snr: 10.2 }],
      txInfo: { frequency: 868_100_000 },
    }
    frames += 1
    return [{ topic: `application/${application}/device/${devEui}/event/up`, payload: JSON.stringify(envelope) }]
  }
  return {
    // The network server has the connection, not the meter: nobody says that it is gone.
    will: { topic: `gateway/0016c001f153a14c/state/conn`, payload: '', retain: false },
    listensTo: [],
    connected: () => [],
    report,
    receive: () => [],
    expire: () => [],
  }
}
