import type { ConventionDescriptor } from '../../../domain/index.ts'

/** Shelly devices of the first generation: a scalar per topic, without a time. */
export const SHELLY1: ConventionDescriptor = {
  name: 'shelly1',
  topics: ['shellies/{device}/{path+}'],
  topicForm: null,
  retained: true,
  settings: {},
  namesQuantities: false,
  encodes: true,
  recognition: [{ topic: 'shellies/{device}/{path+}' }],
  body: null,
}
