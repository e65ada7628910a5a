/** Stand-ins for the hardware of a campus: they speak MQTT and share no code with the service that listens. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderOf, loadCampus } from './campus.ts'
import { type ReadInputs, readInputs } from './year/inputs.ts'

export { type Demo, type DemoOptions, startDemo } from './demo.ts'
export { type Fault, type FaultPlan, parseFaults } from './faults/parse.ts'
export { NOTE as YEAR_NOTE } from './year/entries.ts'
export { prepareYear, type YearPlay } from './year/year.ts'
export type { YearInputs } from './year/inputs.ts'
export { readInputs }
export { type Progress, type SimulationResult as Simulated, simulate, type SimulateOptions } from './simulate.ts'

/** The campus file that fits the simulated devices. Throws when there is no such campus. */
export function printConfig(campus: string): string {
  return loadCampus(campus).text
}

/** The inputs that come with the reference campus. */
export function ownInputs(): ReadInputs {
  return readInputs(JSON.parse(readFileSync(join(folderOf('reference'), 'reference-year.json'), 'utf8')))
}
