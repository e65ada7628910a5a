/** Births that a device is asked for: the decoder says when (Sparkplug B 3.0, 6.4.3), the broker carries the request. */

import { type DeviceEventNote, MINUTE } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import type { AppParts } from '../context.ts'
import { rebirthRequest } from '../../wire/index.ts'

/** A request for a message that waited longer in the journal comes too late: the births came since, or the next message asks again. */
const STALE_MS = 2 * MINUTE

export function requestBirths(
  { broker, clock, events }: Pick<AppParts, 'broker' | 'clock' | 'events'>,
  notes: readonly DeviceEventNote[],
): void {
  for (const { at, event } of notes) {
    if (event.type !== 'ncmd-rebirth' || broker === null || clock.now() - at > STALE_MS) continue
    const request = rebirthRequest(event.device, clock.now())
    if (request === null) continue
    broker.publish(request.topic, request.payload, { qos: request.qos, retain: false }).then(
      () => events.emit({ code: 'rebirth-requested', level: 'info', detail: `asked "${event.device}" for its births` }),
      (error: unknown) =>
        events.emit({
          code: 'rebirth-requested',
          level: 'warn',
          detail: `"${event.device}" could not be asked for its births: ${errorText(error)}`,
        }),
    )
  }
}
