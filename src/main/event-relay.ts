import type { Events, ServiceEvent } from '../ports/index.ts'

export interface EventRelay {
  readonly events: Events
  /** Delivers what was emitted until now, then every further event. */
  connect(listener: (event: ServiceEvent) => void): void
}

/** Passes events to the log and to one listener. The store opens before the application exists: earlier events wait for it. */
export function createEventRelay(log: Events): EventRelay {
  const pending: ServiceEvent[] = []
  let deliver = (event: ServiceEvent): void => void pending.push(event)
  return {
    events: {
      emit(event) {
        deliver(event)
        log.emit(event)
      },
    },
    connect(listener) {
      deliver = listener
      for (const event of pending) listener(event)
    },
  }
}
