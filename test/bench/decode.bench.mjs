// Decoding per convention beside JSON.parse alone on the same bytes: within 3 times of it. Sparkplug B beside a fixed limit.

import { bench } from './frame.mjs'
import { measure } from './processes.mjs'

/** A usual message of each convention in JSON. */
const MESSAGES = {
  tasmota: 'a-plug-in-local-time',
  shelly2: 'a-three-phase-meter',
  zigbee2mqtt: 'a-plug-by-its-last-contact',
  chirpstack: 'units-of-the-source',
  tts: 'the-time-of-the-network-server',
  wmbusmeters: 'electricity-of-both-directions',
  senml: 'base-values-and-relative-times',
  p1: 'names-of-dsmr-reader',
}

const row = { unit: 'messages/s', peer: 'JSON.parse', aim: 1 / 3 }

bench('decode', {
  runs: 1,
  rows: {
    ...Object.fromEntries(Object.keys(MESSAGES).map((name) => [`decode-${name}`, row])),
    'decode-sparkplug-20-aliases': { unit: 'metrics/s', peer: 'limit', theirs: 100_000, aim: 1 },
  },
  once: async () => {
    const sample = {}
    // One after another: they share a core with nobody.
    for (const [name, fixture] of Object.entries(MESSAGES)) sample[`decode-${name}`] = await measure('runs/decode.mjs', [name, fixture])
    const { metrics } = await measure('runs/decode-sparkplug.mjs', [])
    return { ...sample, 'decode-sparkplug-20-aliases': { ours: metrics } }
  },
})
