/** Births that a device is asked for: the decoder says when (Sparkplug B 3.0, 6.4.3), the broker carries the request. */

import { type DeviceEventNote, MINUTE } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import type { AppParts } from '../context.ts'
import { rebirthRequest } from '../../wire/index.ts'

/** A request for a message that waited longer in the journal comes too late: the births came since, or the next message asks again. */
const STALE_MS = 2 * MINUTE

/** Between two requests: births of hundreds of edge nodes at once are more than a broker takes. */
const STAGGER_MS = 50

export async function requestBirths(
  { broker, clock, events }: Pick<AppParts, 'broker' | 'clock' | 'events'>,
  notes: readonly DeviceEventNote[],
): Promise<void> {
  if (broker === null) return
  const due = notes.filter(({ at, event }) => event.type === 'ncmd-rebirth' && clock.now() - at <= STALE_MS)
  for (const [i, { event }] of due.entries()) {
    const request = rebirthRequest(event.device, clock.now())
    if (request === null) continue
    if (i > 0) await clock.sleep(STAGGER_MS)
    await broker.publish(request.topic, request.payload, { qos: request.qos, retain: false }).then(
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
