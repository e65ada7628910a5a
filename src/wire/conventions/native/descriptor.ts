import type { ConventionDescriptor } from '../../../domain/index.ts'

/** Our simulators and new firmware. */
export const NATIVE: ConventionDescriptor = {
  name: 'native',
  topics: ['campus/{campus}/{device}/{message}'],
  topicForm: {
    level: 'device',
    // Status, command and ack of a device are siblings of its telemetry: one template for all four.
    ending: { written: 'telemetry', read: '{message}' },
    example: 'campus/<campus>/{device}/telemetry',
  },
  retained: true,
  settings: {},
  namesQuantities: true,
  fieldRule: null,
  encodes: true,
  recognition: [{ topic: 'campus/{campus}/{device}/{message}' }],
  body: null,
}
