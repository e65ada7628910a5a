import type { ConventionDescriptor } from '../../../domain/index.ts'

/** BACnet objects as JSON. There is no standard; gateways write the names of ASHRAE 135: units, object types, presentValue. */
export const BACNET: ConventionDescriptor = {
  name: 'bacnet-json',
  topics: ['bacnet/{device}/{objectType}/{instance}/{property}'],
  topicForm: null,
  retained: false,
  settings: {},
  namesQuantities: false,
  fieldRule: null,
  encodes: false,
  recognition: [
    { topic: 'bacnet/{device}/{objectType}/{instance}/{property}' },
    { has: ['objectName', 'units', 'presentValue'] },
    { has: ['objectName', 'objectType', 'value'] },
  ],
  body: null,
}
