import type { ConventionDescriptor } from '../../../domain/index.ts'
import { tasmotaKind } from './encode.ts'
import { defineTasmotaField } from './fields.ts'

/** Tasmota firmware. `FullTopic` may order its levels in any way: a source then names them, as in `{site}/{device}/{prefix}/{suffix}`. */
export const TASMOTA: ConventionDescriptor = {
  name: 'tasmota',
  topics: ['tele/{device+}/{suffix}', 'stat/{device+}/{suffix}'],
  topicForm: null,
  retained: true,
  settings: {},
  namesQuantities: false,
  fieldRule: defineTasmotaField,
  encodes: true,
  channelKind: tasmotaKind,
  recognition: [],
  body: null,
}
