import type { ConventionDescriptor } from '../../../domain/index.ts'

/** MQTT discovery of Home Assistant: retained descriptions of entities. They suggest points; values are read where a description names their topic. */
export const HA_DISCOVERY: ConventionDescriptor = {
  name: 'ha-discovery',
  topics: ['homeassistant/{path+}'],
  topicForm: null,
  retained: true,
  settings: {},
  namesQuantities: false,
  fieldRule: null,
  encodes: false,
  recognition: [
    { topic: 'homeassistant/{path+}' },
    { topic: '{prefix+}/config', has: ['unique_id', 'state_topic'] },
    { topic: '{prefix+}/config', has: ['uniq_id', 'stat_t'] },
    { topic: '{prefix+}/config', has: ['uniq_id', '~'] },
  ],
  body: null,
}
