import type { ConventionDescriptor } from '../../../domain/index.ts'
import { defineShelly1Field } from './fields.ts'

/** Shelly devices of the first generation: a scalar per topic, without a time. */
export const SHELLY1: ConventionDescriptor = {
  name: 'shelly1',
  topics: ['shellies/{device}/{path+}'],
  topicForm: null,
  retained: true,
  settings: {},
  namesQuantities: false,
  fieldRule: defineShelly1Field,
  encodes: true,
  recognition: [{ topic: 'shellies/{device}/{path+}' }],
  body: null,
}
