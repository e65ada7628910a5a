/** Rows that turn amounts into tonnes and heat; the same in every set. */

import type { Factor } from '../../domain/index.ts'
import { rowsOf } from './factor-rows.ts'

const WATER = rowsOf(
  {
    publisher: 'convention',
    document: 'reported tonnes',
    note: '1 m3 is reported as 1 t; heat balances use the density at temperature',
    verified: true,
  },
  [{ kind: 'water.density', set: '*', name: 'one', value: 1 }],
)

const SOLAR = rowsOf(
  {
    publisher: 'convention',
    document: 'properties of water',
    note: 'glycol differs: about 1035 kg/m3 and 3.6 kJ/kg.K at 40 %',
    verified: true,
  },
  [
    { kind: 'solar.fluid.density', set: '*', name: 'water-20', value: 998.2 },
    { kind: 'solar.fluid.heat-capacity', set: '*', name: 'water', value: 4.186 },
    { kind: 'hot-water.heat-capacity', set: '*', name: 'water', value: 4.186 },
    { kind: 'hot-water.temperature', set: '*', name: 'convention-55', value: 55 },
    { kind: 'solar.auxiliary-efficiency', set: '*', name: 'electric-1', value: 1 },
  ],
)

export const CONVERSIONS: readonly Factor[] = [...WATER, ...SOLAR]
