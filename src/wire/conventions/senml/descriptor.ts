import type { ConventionDescriptor } from '../../../domain/index.ts'

/** SenML (RFC 8428) in JSON or CBOR. It has no topics of its own: a source names them; those of Magistrala are the default. */
export const SENML: ConventionDescriptor = {
  name: 'senml',
  topics: ['channels/{channel}/messages/#', 'm/{domain}/c/{channel+}'],
  topicForm: null,
  retained: false,
  settings: {},
  namesQuantities: false,
  fieldRule: null,
  encodes: true,
  recognition: [],
  body: null,
}
