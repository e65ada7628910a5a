import type { ConventionDescriptor } from '../../../domain/index.ts'

/** Homie 5 and 4 (homieiot/convention). */
export const HOMIE: ConventionDescriptor = {
  name: 'homie',
  topics: ['homie/{path+}'],
  topicForm: null,
  retained: true,
  settings: {},
  namesQuantities: false,
  fieldRule: null,
  encodes: true,
  recognition: [{ topic: 'homie/{path+}' }],
  body: null,
}
