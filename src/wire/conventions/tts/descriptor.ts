import type { ConventionDescriptor } from '../../../domain/index.ts'
import { defineLorawanField } from '../../fields/lorawan.ts'

/** The Things Stack (The Things Network), v3. */
export const TTS: ConventionDescriptor = {
  name: 'tts',
  topics: ['v3/{application}/devices/{device}/{event+}'],
  topicForm: null,
  retained: false,
  settings: {},
  namesQuantities: false,
  fieldRule: defineLorawanField,
  encodes: true,
  recognition: [{ topic: 'v3/{application}/devices/{device}/{event+}' }, { has: ['end_device_ids.device_id', 'uplink_message'] }],
  body: null,
}
