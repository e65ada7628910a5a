/** Whether the service is there, as others see it on the broker. */

import type { DeviceEventNote, ServicePresence } from '../../domain/index.ts'
import { hostPresence, totalsPresence } from '../../wire/index.ts'
import type { AppParts } from '../context.ts'
import type { DeviceAvailability } from './availability.ts'

/** Of the campus file at the start: the will of a connection stays as long as the connection. */
export function presenceOf({ config }: Pick<AppParts, 'config'>): ServicePresence | null {
  const { campus, homeAssistant } = config
  return hostPresence(campus.sources) ?? (homeAssistant === null ? null : totalsPresence(campus.id))
}

/**
 * A host application that reads its own death while it lives says again that it is online (Sparkplug B 3.0, 5.4.1): a will of an earlier connection may
 * come late. The availability has the events already.
 */
export function correctPresence(
  { broker, clock, config }: Pick<AppParts, 'broker' | 'clock' | 'config'>,
  availability: Pick<DeviceAvailability, 'of'>,
  notes: readonly DeviceEventNote[],
): void {
  const host = hostPresence(config.campus.sources)
  if (host === null || broker === null || !broker.state().connected) return
  const { source, device } = host
  if (!notes.some((note) => note.source === source && note.event.device === device)) return
  if (availability.of(source, device)?.online !== false) return
  // Without a connection the next one says it.
  broker.publish(host.topic, host.payload(true, clock.now()), { qos: 1, retain: true }).catch(() => undefined)
}
