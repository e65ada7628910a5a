import type { ConventionDescriptor } from '../../../domain/index.ts'
import { ZIGBEE_TOPIC, zigbeeKind } from './encode.ts'
import { defineZigbeeField } from './fields.ts'

/** Zigbee2MQTT. Names of devices may hold blanks and `/`. */
export const ZIGBEE2MQTT: ConventionDescriptor = {
  name: 'zigbee2mqtt',
  topics: [ZIGBEE_TOPIC],
  topicForm: null,
  retained: true,
  settings: {},
  namesQuantities: false,
  fieldRule: defineZigbeeField,
  encodes: true,
  channelKind: zigbeeKind,
  recognition: [{ topic: 'zigbee2mqtt/{device+}' }, { topic: '{device+}', has: ['linkquality', 'last_seen'] }],
  body: null,
}
