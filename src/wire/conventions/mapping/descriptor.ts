import { type ConventionDescriptor, MAPPING_CONVENTION } from '../../../domain/index.ts'

/** Messages of any form, read by the rules of the source. */
export const MAPPING: ConventionDescriptor = {
  name: MAPPING_CONVENTION,
  topics: [],
  topicForm: null,
  retained: false,
  settings: {},
  namesQuantities: false,
  fieldRule: null,
  encodes: false,
  recognition: [],
  body: null,
}
