/** Rows that turn amounts into energy, standard coal, tonnes and heat; the same in every set. */

import { type Factor, FACTOR_SETS } from '../../domain/index.ts'
import { type Row, rowsOf } from './factor-rows.ts'

const GB_2589_GAS = rowsOf(
  {
    publisher: 'SAC',
    document: 'GB/T 2589, annex A',
    note: 'oil-field gas of the 2008 edition; the supplier says what is delivered',
    verified: true,
    conditions: '20 Cel, 101.325 kPa',
  },
  FACTOR_SETS.map((set): Row => ({ kind: 'gas.ncv', set, name: 'gbt-2589', value: 38.931 })),
)

const GB_2589 = rowsOf(
  { publisher: 'SAC', document: 'GB/T 2589, annex A', note: 'equivalent value, standard coal of 29.3076 MJ/kg', verified: true },
  FACTOR_SETS.flatMap((set): Row[] => [
    { kind: 'tce.electricity', set, name: 'gbt-2589', value: 0.1229 },
    { kind: 'tce.heat', set, name: 'gbt-2589', value: 0.03412 },
  ]),
)

const DIESEL = rowsOf(
  { publisher: 'SAC', document: 'GB/T 2589, annex A', note: 'diesel oil', verified: false },
  FACTOR_SETS.map((set): Row => ({ kind: 'diesel.ncv', set, name: 'gbt-2589', value: 42.652 })),
)

const WATER = rowsOf(
  {
    publisher: 'convention',
    document: 'reported tonnes',
    note: '1 m3 is reported as 1 t; heat balances use the density at temperature',
    verified: true,
  },
  FACTOR_SETS.map((set): Row => ({ kind: 'water.density', set, name: 'one', value: 1 })),
)

const SOLAR = rowsOf(
  {
    publisher: 'convention',
    document: 'properties of water',
    note: 'glycol differs: about 1035 kg/m3 and 3.6 kJ/kg.K at 40 %',
    verified: true,
  },
  FACTOR_SETS.flatMap((set): Row[] => [
    { kind: 'solar.fluid.density', set, name: 'water-20', value: 998.2 },
    { kind: 'solar.fluid.heat-capacity', set, name: 'water', value: 4.186 },
    { kind: 'hot-water.heat-capacity', set, name: 'water', value: 4.186 },
    { kind: 'hot-water.temperature', set, name: 'convention-55', value: 55 },
    { kind: 'solar.auxiliary-efficiency', set, name: 'electric-1', value: 1 },
  ]),
)

export const CONVERSIONS: readonly Factor[] = [...GB_2589_GAS, ...GB_2589, ...DIESEL, ...WATER, ...SOLAR]
