/** Bytes <-> domain. Pure: no clock, no disk, no network. */
export { DEFAULT_LIMITS, type WireLimits } from './codec.ts'
export { DESCRIPTORS, RECOGNISE } from './conventions/catalog.ts'
export { rebirthRequest } from './conventions/sparkplug/encode.ts'
export { type HostPresence, hostPresence } from './conventions/sparkplug/host.ts'
export { createDecoder, type Decoder, subscriptionsOf } from './decoder.ts'
export type { DecoderState } from './decoder-state.ts'
export { createEncoder, type Encoder } from './encoder.ts'
export { createRecogniser, viewMessage } from './recognition.ts'
export { createRecognisingDecoder } from './recognising-decoder.ts'
export {
  type AnnouncedCampus,
  type CampusTotal,
  configsOf,
  type RetainedText,
  stateOf,
  totalsPresence,
} from './announcements/home-assistant.ts'
export { encodeImport, IMPORT_SOURCE, IMPORT_TOPIC, type ImportMarks, importOf } from './import.ts'
export { ACCEPT_SINCE } from './values/time.ts'
export { type Captures, topicTemplate, type TopicTemplate } from './values/topic.ts'
