// One decision round of control over 5,000 actuators: snapshot, policies, arbitration, command state.

import { bench } from './frame.mjs'
import { measure } from './processes.mjs'

const ACTUATORS = 5000

bench('control', {
  runs: 3,
  rows: { 'control-round-of-5000-actuators': { unit: 'ms', peer: 'limit', theirs: 200, aim: 1, cost: true } },
  once: async () => ({ 'control-round-of-5000-actuators': { ours: (await measure('runs/control-round.mjs', [ACTUATORS])).ms } }),
})
