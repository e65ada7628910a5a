/**
 * A device of another make: what it says when it connects, at each report, and when somebody speaks to it. Time is an argument, and nothing here knows
 * the decoders of the service. `connection.ts` carries the messages.
 */

export interface DeviceMessage {
  readonly topic: string
  readonly payload: string | Uint8Array
  readonly retain?: boolean
  /** Default 1; edge nodes of Sparkplug send with 0. */
  readonly qos?: 0 | 1
}

export type EquipmentValue = number | boolean | string

/** What stands behind the electronics: a load, a meter, a sensor. */
export interface Equipment {
  /** By quantity, in canonical units: power W, energy kWh, switch, level %, temperature Cel. */
  values(at: number): Readonly<Record<string, EquipmentValue>>
  /** False: it takes no such command. */
  set(channel: 'switch' | 'level', value: boolean | number, at: number): boolean
}

export interface MakeDevice {
  /** What the broker publishes when the connection dies. */
  readonly will: DeviceMessage
  /** Topics on which it takes commands; empty: none. */
  readonly listensTo: readonly string[]
  connected(at: number): readonly DeviceMessage[]
  report(at: number): readonly DeviceMessage[]
  receive(message: DeviceMessage, at: number): readonly DeviceMessage[]
  /** What its own timers did since the last call. */
  expire(at: number): readonly DeviceMessage[]
}

/** Where the value of a quantity stands in the messages of a make: device and field as a campus file names them. */
export interface FieldAddress {
  readonly device: string
  readonly field: string
}

/** Of a device in the table `makes` of `model.yaml`. */
export interface SpokenMake {
  readonly make: string
  /** As the make writes it: a topic, an identity, a friendly name, a devEui, `<group>/<edge node>/<device>`. */
  readonly name: string
}

export interface MakeSetup {
  readonly name: string
  readonly equipment: Equipment
  /** ms that local time is ahead of UTC. */
  readonly offset: (at: number) => number
}

/** What a make is to a campus. Timers are left out: the loads of a campus have their own. */
export interface MakeForm {
  readonly open: (setup: MakeSetup) => MakeDevice
  readonly address: (name: string, quantity: string) => FieldAddress
}

export function textOf({ payload }: DeviceMessage): string {
  return typeof payload === 'string' ? payload : Buffer.from(payload).toString('utf8')
}

/** Null for what is no JSON object. */
export function jsonOf(message: DeviceMessage): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(textOf(message))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

export function numberOf(value: EquipmentValue | undefined): number {
  return value === undefined ? 0 : Number(value)
}

/** As a register or an instrument shows it. */
export function rounded(value: EquipmentValue | undefined, digits: number): number {
  return Number(numberOf(value).toFixed(digits))
}
