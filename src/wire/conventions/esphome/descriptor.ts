import type { ConventionDescriptor } from '../../../domain/index.ts'
import { defineEsphomeField } from './fields.ts'

/** ESPHome: a text per entity, retained by default, without time and unit. */
export const ESPHOME: ConventionDescriptor = {
  name: 'esphome',
  topics: ['{device}/{component}/{object}/state', '{device}/status'],
  topicForm: null,
  retained: true,
  settings: {},
  namesQuantities: false,
  fieldRule: defineEsphomeField,
  encodes: true,
  recognition: [
    { topic: '{device+}/sensor/{object}/state' },
    { topic: '{device+}/binary_sensor/{object}/state' },
    { topic: '{device+}/switch/{object}/state' },
    { topic: '{device+}/light/{object}/state' },
    { topic: '{device+}/text_sensor/{object}/state' },
    { topic: '{device+}/climate/{object}/{path+}' },
    { topic: '{device+}/number/{object}/state' },
    { topic: '{device}/status', payload: '^(?:online|offline)$' },
    { topic: '{device}/debug' },
  ],
  body: null,
}
