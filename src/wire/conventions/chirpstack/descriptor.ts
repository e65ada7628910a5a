import type { ConventionDescriptor } from '../../../domain/index.ts'
import { defineLorawanField } from '../../fields/lorawan.ts'

/** ChirpStack v4, MQTT integration with JSON. */
export const CHIRPSTACK: ConventionDescriptor = {
  name: 'chirpstack',
  topics: ['application/{application}/device/{device}/event/{event}', 'application/{application}/device/{device}/command/{command}'],
  topicForm: null,
  retained: false,
  settings: {},
  namesQuantities: false,
  fieldRule: defineLorawanField,
  encodes: true,
  recognition: [
    { topic: 'application/{application}/device/{device}/event/{event}' },
    { topic: 'application/{application}/device/{device}/command/{command}' },
    { has: ['deviceInfo.devEui', 'time'] },
  ],
  body: null,
}
