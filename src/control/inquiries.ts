/** States that the service asks for behind a command, where the device does not tell them by itself. */

import { instant, type StateInquiry } from '../domain/index.ts'
import type { Broker, Clock } from '../ports/index.ts'
import type { ActuatorState, TrackedCommand } from './commands/actuator-state.ts'
import type { SendOrder } from './commands/step.ts'

export interface InquiryParts {
  readonly states: Map<string, ActuatorState>
  readonly clock: Clock
  readonly broker: Pick<Broker, 'publish'> | null
  /** Nothing is sent any more. */
  readonly isHalted: () => boolean
  readonly ended: AbortSignal
}

export interface Inquiries {
  /** Asks after the time of the inquiry, unless the command was confirmed before. Up to then states of a convention that echoes confirm nothing. */
  plan(order: Pick<SendOrder, 'actuator' | 'id'>, inquiry: StateInquiry): void
}

export function createInquiries({ states, clock, broker, isHalted, ended }: InquiryParts): Inquiries {
  const openCommand = (actuator: string, id: string): TrackedCommand | null => {
    const command = states.get(actuator)?.command ?? null
    return command?.id === id && command.state === 'sent' ? command : null
  }
  return {
    plan({ actuator, id }, { message, after, echoes }) {
      const { confirm, confirmWithin } = actuator
      const [state, command] = [states.get(actuator.id), openCommand(actuator.id, id)]
      if (confirm === null || state === undefined || command === null) return
      const due = Math.min(after, confirmWithin / 2)
      // A bridge echoes the state that was commanded, never a power that was measured.
      if (echoes && confirm.quantity !== 'power')
        states.set(actuator.id, { ...state, command: { ...command, confirmsFrom: instant(clock.now() + due) } })
      void (async () => {
        await clock.sleep(due, ended)
        if (ended.aborted || isHalted() || openCommand(actuator.id, id) === null) return
        // An inquiry that the broker does not take is missed as the command would be: the next attempt asks again.
        await broker?.publish(message.topic, message.payload, { qos: message.qos, retain: false }).catch(() => undefined)
      })()
    },
  }
}
