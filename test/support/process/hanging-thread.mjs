// A store thread of the built program that decodes message 7 for ever while it opens, unless the message is poisoned.

import { parentPort, workerData } from 'node:worker_threads'

const { serve } = await import(new URL('../../../dist/src/adapters/thread/rpc.js', import.meta.url).href)
const { decodeWatchOn } = await import(new URL('../../../dist/src/main/store-thread/decode-watch.js', import.meta.url).href)

decodeWatchOn(workerData.decodeMemory).begin(7)
while (!workerData.poisoned.includes(7)) Math.random()
serve(parentPort, { control: { opened: async () => undefined, close: async () => undefined, abandon: async () => undefined } })
decodeWatchOn(workerData.decodeMemory).end()
