import type { ConventionDescriptor } from '../../../domain/index.ts'
import { defineP1Field } from './fields.ts'

/** The P1 port of Dutch, Belgian and Luxembourg meters: a telegram as text, or the JSON of DSMR-reader and HomeWizard. */
export const P1: ConventionDescriptor = {
  name: 'p1',
  topics: ['dsmr/{path+}', 'p1/{device+}'],
  topicForm: null,
  retained: false,
  settings: {},
  namesQuantities: false,
  fieldRule: defineP1Field,
  encodes: false,
  recognition: [
    { payload: '\\d-\\d:\\d+\\.\\d+\\.\\d+\\(.*\\d-\\d:\\d+\\.\\d+\\.\\d+\\(' },
    { has: ['electricity_delivered_1', 'electricity_currently_delivered'] },
    { has: ['smr_version', 'active_power_w'] },
    { has: ['total_power_import_kwh', 'active_power_w'] },
    { has: ['energy_import_kwh', 'power_w'] },
    { topic: 'dsmr/reading/{path+}' },
  ],
  body: null,
}
