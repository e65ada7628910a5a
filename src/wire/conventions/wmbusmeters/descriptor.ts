import type { ConventionDescriptor } from '../../../domain/index.ts'
import { defineMeterField } from './fields.ts'

/** wmbusmeters: telegrams of wireless and wired M-Bus meters as flat JSON, with the unit at the end of each name. */
export const WMBUSMETERS: ConventionDescriptor = {
  name: 'wmbusmeters',
  topics: ['wmbusmeters/{device}'],
  topicForm: null,
  retained: false,
  settings: {},
  namesQuantities: false,
  fieldRule: defineMeterField,
  encodes: false,
  recognition: [{ topic: 'wmbusmeters/{device}' }, { has: ['media', 'meter', 'id', 'timestamp'] }],
  body: null,
}
