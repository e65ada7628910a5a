/** Stand-ins for the hardware of a campus: they speak MQTT and share no code with the service that listens. */

import { loadCampus } from './campus.ts'

export { type Demo, type DemoOptions, startDemo } from './demo.ts'
export { type Fault, type FaultPlan, parseFaults } from './faults/parse.ts'
export { type Progress, type Simulated, simulate, type SimulateOptions } from './simulate.ts'

/** The campus file that fits the simulated devices. Throws when there is no such campus. */
export function printConfig(campus: string): string {
  return loadCampus(campus).text
}
