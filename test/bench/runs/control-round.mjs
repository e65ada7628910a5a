// The median of fifteen decision rounds, and the slowest, ms: every minute the presence of a tenth of the zones changes and a tenth of the readings is new.

import { indexPlan } from '../../../dist/src/control/plan-index.js'
import { newMemory, runRound } from '../../../dist/src/control/round.js'
import { watch } from '../../../dist/src/control/snapshot.js'
import { calendarOf } from '../../../dist/src/domain/index.js'

const count = Number(process.argv[2])
const HOUR = 3_600_000
const START = Date.parse('2026-03-02T09:00:00+08:00')
const LATER = 5

const head = (id) => ({ id, class: 'optimisation', season: null, days: null })
const actuators = Array.from({ length: count }, (_, i) => ({
  id: `zone-${i}/lamp`,
  kind: 'switch',
  command: { source: 'native', device: `lamp-${i}`, channel: 'switch' },
  confirm: { point: `zone-${i}/switch`, quantity: 'switch', words: null },
  confirmWithin: 30_000,
  failSafe: { by: 'device-timeout', after: HOUR / 2 },
  live: true,
  never: false,
  minOn: 0,
  minOff: 0,
}))
const policies = [
  {
    ...head('presence'),
    kind: 'occupancy',
    holdOff: 600_000,
    value: true,
    otherwise: null,
    stale: { after: HOUR, value: true },
    targets: actuators.map((a, i) => ({ actuator: a.id, point: `zone-${i}/pir` })),
  },
  {
    ...head('slots'),
    kind: 'slots',
    slots: [{ at: 0, value: false, text: '00:00' }],
    targets: actuators.map((a) => ({ actuator: a.id, point: null })),
  },
]
const plan = { actuators, policies, commandsPerMinute: 6000, stagger: 0, manualHold: 12 * HOUR }
const index = indexPlan(plan, { zone: 'Asia/Shanghai', calendar: calendarOf('CN'), location: null, seasons: {}, tariffs: [] })
const memory = newMemory()
const readings = new Map()
for (let i = 0; i < count; i++) {
  readings.set(`zone-${i}/pir`, watch(undefined, { value: i % 2, time: START, arrived: START, interval: null }))
  readings.set(`zone-${i}/switch`, watch(undefined, { value: 0, time: START, arrived: START, interval: null }))
}

const times = []
let orders = 0
for (let round = 0; round < 20; round++) {
  const at = START + round * 60_000
  for (let i = round % 10; i < count; i += 10) {
    readings.set(`zone-${i}/pir`, watch(readings.get(`zone-${i}/pir`), { value: (i + round) % 2, time: at, arrived: at, interval: null }))
    readings.set(
      `zone-${i}/switch`,
      watch(readings.get(`zone-${i}/switch`), { value: (i + round) % 2, time: at, arrived: at, interval: null }),
    )
  }
  const began = performance.now()
  const result = runRound(memory, {
    index,
    snapshot: { at, begun: START - HOUR, readings },
    overrides: [],
    stopped: false,
    isOnline: () => true,
    nextId: () => `c${round}`,
  })
  if (round >= LATER) times.push(performance.now() - began)
  orders += result.orders.length
}
times.sort((a, b) => a - b)
process.stdout.write(JSON.stringify({ ms: times[7], slowest: times.at(-1), orders }))
