/** All units that can be read, with their spellings. Codes are UCUM-like, as in `quantity.ts`; case matters as in SI: mW is not MW. */

import type { Quantity } from './quantity.ts'

export type Dimension =
  | 'energy'
  | 'power'
  | 'apparent'
  | 'reactive'
  | 'reactive-energy'
  | 'voltage'
  | 'current'
  | 'frequency'
  | 'ratio'
  | 'fraction'
  | 'volume'
  | 'flow'
  | 'mass'
  | 'temperature'
  | 'illuminance'
  | 'irradiance'
  | 'pressure'
  | 'length'
  | 'time'
  | 'bool'
  | 'enum'

export interface Unit {
  readonly code: string
  readonly dimension: Dimension
  /** value x mul / div + add = value in the first unit of the dimension. */
  readonly mul: number
  readonly div: number
  readonly add: number
}

/** code, mul, div, add?, then every other spelling. The first row of a dimension is its reference. */
type Row = readonly [code: string, mul: number, div: number, aliases: string, add?: number]

const TABLE: Readonly<Record<Dimension, readonly Row[]>> = {
  energy: [
    [
      'kWh',
      1,
      1,
      'kW.h kW·h kW*h KWH kwh KWh kWH Kwh kilowattHours kilowatt-hours KiloW-HR kW-hr kW-h kWhr kWhrs kWhs 千瓦时 千瓦·时 千瓦小时 度',
    ],
    ['Wh', 1, 1e3, 'W.h W·h W-hr W-h Whr wh WH wattHours watt-hours 瓦时'],
    ['mWh', 1, 1e6, 'mW.h'],
    ['MWh', 1e3, 1, 'MW.h MW-hr MW-h MWhr MWH megawattHours 兆瓦时'],
    ['GWh', 1e6, 1, 'GW.h GWH'],
    ['J', 1, 3.6e6, 'Ws W.s joules 焦耳'],
    ['kJ', 1, 3600, 'KJ kilojoules 千焦'],
    ['MJ', 1, 3.6, 'megajoules 兆焦'],
    ['GJ', 1e3, 3.6, 'gigajoules 吉焦'],
    ['Wm', 1, 6e4, 'Wmin W.min wattMinutes watt-minutes'],
    ['kBtu', 0.29307107017, 1, 'kBTU kiloBtus'],
  ],
  power: [
    ['W', 1, 1, 'w watt watts Watt Watts 瓦 瓦特'],
    ['mW', 1, 1e3, 'milliwatts'],
    ['kW', 1e3, 1, 'KW Kw kw kilowatts 千瓦'],
    ['MW', 1e6, 1, 'megawatts 兆瓦'],
    ['GW', 1e9, 1, ''],
  ],
  apparent: [
    ['VA', 1, 1, 'va voltAmperes volt-amperes 伏安'],
    ['kVA', 1e3, 1, 'KVA kva kilovoltAmperes 千伏安'],
    ['MVA', 1e6, 1, 'megavoltAmperes'],
  ],
  reactive: [
    ['var', 1, 1, 'VAr VAR Var voltAmperesReactive volt-amperes-reactive 乏'],
    ['kvar', 1e3, 1, 'kVAr kVAR KVAR Kvar kilovoltAmperesReactive 千乏'],
    ['Mvar', 1e6, 1, 'MVAr MVAR megavoltAmperesReactive'],
  ],
  'reactive-energy': [
    ['kvar.h', 1, 1, 'kvarh kVArh kVARh KVARH kvarH kilovoltAmpereHoursReactive 千乏时'],
    ['var.h', 1, 1e3, 'varh VArh VARh voltAmpereHoursReactive'],
    ['Mvar.h', 1e3, 1, 'Mvarh MVArh MVARh megavoltAmpereHoursReactive'],
  ],
  voltage: [
    ['V', 1, 1, 'v volt volts Volt Volts 伏 伏特'],
    ['mV', 1, 1e3, 'millivolts 毫伏'],
    ['kV', 1e3, 1, 'KV kilovolts 千伏'],
  ],
  current: [
    ['A', 1, 1, 'a amp amps ampere amperes Amps 安 安培'],
    ['mA', 1, 1e3, 'milliamperes 毫安'],
    ['kA', 1e3, 1, 'KA'],
  ],
  frequency: [
    ['Hz', 1, 1, 'hz HZ hertz 赫兹'],
    ['mHz', 1, 1e3, ''],
    ['kHz', 1e3, 1, 'KHz kilohertz'],
  ],
  fraction: [
    ['%', 1, 1, '%RH %EL percent Percent PCT pct percentRelativeHumidity percentageRH 百分比 %rh'],
    ['1', 100, 1, '/ noUnits none {#} count counts pcs ratio 个 人 人次 次'],
    ['‰', 1, 10, 'perMille'],
  ],
  ratio: [
    ['ppm', 1, 1, 'PPM partsPerMillion'],
    ['ppb', 1, 1e3, 'PPB partsPerBillion'],
  ],
  volume: [
    ['m3', 1, 1, 'm³ m^3 M3 ㎥ cubicMeters cubic-meters 立方米 立方 方 吨水 kL'],
    ['L', 1, 1e3, 'l ltr liter liters litre litres Liter Liters 升'],
    ['mL', 1, 1e6, 'ml milliliters 毫升'],
    ['dL', 1, 1e4, 'dl'],
    ['hL', 1, 10, 'hl'],
    ['ft3', 0.028316846592, 1, 'ft³ ft^3 cubicFeet'],
    ['gal', 0.003785411784, 1, 'usGallons gallon gallons'],
  ],
  flow: [
    ['m3/h', 1, 1, 'm³/h m^3/h m3h M3/H ㎥/h m3/hr cubicMetersPerHour 立方米/小时 立方米/时 方/时'],
    ['m3/s', 3600, 1, 'm³/s cubicMetersPerSecond'],
    ['m3/min', 60, 1, 'm³/min cubicMetersPerMinute'],
    ['L/h', 1, 1e3, 'l/h l/hr L/hr litersPerHour 升/小时'],
    ['L/min', 3, 50, 'l/min lpm LPM L/m litersPerMinute 升/分钟 升/分'],
    ['L/s', 18, 5, 'l/s litersPerSecond 升/秒'],
    ['mL/min', 3, 5e4, 'ml/min'],
    ['gal/min', 0.227124707, 1, 'gpm usGallonsPerMinute'],
  ],
  mass: [
    ['kg', 1, 1, 'KG Kg kilograms kilogram 公斤 千克'],
    ['g', 1, 1e3, 'grams gram 克'],
    ['mg', 1, 1e6, 'milligrams 毫克'],
    ['t', 1e3, 1, 'tons tonne tonnes 吨'],
    ['lb', 0.45359237, 1, 'lbs poundsMass'],
  ],
  temperature: [
    ['Cel', 1, 1, '°C ℃ ºC ˚C C degC DEG_C deg_c celsius Celsius degreesCelsius degrees-celsius 摄氏度'],
    ['K', 1, 1, 'kelvin Kelvin degreesKelvin degrees-kelvin', -273.15],
    ['F', 5, 9, '°F ℉ ºF degF [degF] fahrenheit Fahrenheit degreesFahrenheit degrees-fahrenheit 华氏度', -160 / 9],
  ],
  illuminance: [
    ['lx', 1, 1, 'Lx lux Lux LUX luxes 勒克斯'],
    ['klx', 1e3, 1, 'klux'],
  ],
  irradiance: [
    ['W/m2', 1, 1, 'W/m² W/m^2 w/m2 wattsPerSquareMeter watts-per-square-meter'],
    ['kW/m2', 1e3, 1, 'kW/m²'],
    ['mW/m2', 1, 1e3, 'mW/m²'],
  ],
  pressure: [
    ['hPa', 1, 1, 'hectopascals mbar millibars 百帕'],
    ['Pa', 1, 100, 'pascals 帕'],
    ['kPa', 10, 1, 'KPa kilopascals 千帕'],
    ['MPa', 1e4, 1, 'megapascals 兆帕'],
    ['bar', 1e3, 1, 'bars Bar'],
    ['psi', 68.947572932, 1, 'PSI poundsForcePerSquareInch'],
    ['mmHg', 1.33322387415, 1, 'millimetersOfMercury'],
  ],
  length: [
    ['m', 1, 1, 'meter meters metre metres 米'],
    ['cm', 1, 100, 'centimeters 厘米'],
    ['mm', 1, 1e3, 'millimeters 毫米'],
    ['km', 1e3, 1, 'kilometers 千米'],
    ['ft', 0.3048, 1, 'feet'],
  ],
  time: [
    ['s', 1, 1, 'sec secs second seconds 秒'],
    ['ms', 1, 1e3, 'milliseconds 毫秒'],
    ['us', 1, 1e6, 'µs microseconds'],
    ['min', 60, 1, 'mins minute minutes 分钟 分'],
    ['h', 3600, 1, 'hr hrs hour hours 小时'],
    ['d', 86400, 1, 'day days 天'],
  ],
  bool: [['bool', 1, 1, 'boolean on/off']],
  enum: [['enum', 1, 1, '']],
}

/** The quantity that a unit alone implies: kWh is energy, but % may be anything. */
export const QUANTITY_OF_DIMENSION: Readonly<Partial<Record<Dimension, Quantity>>> = {
  energy: 'energy',
  power: 'power',
  apparent: 'apparent_power',
  reactive: 'reactive_power',
  'reactive-energy': 'reactive_energy',
  voltage: 'voltage',
  current: 'current',
  frequency: 'frequency',
  ratio: 'co2',
  volume: 'volume',
  flow: 'flow',
  mass: 'mass',
  temperature: 'temperature',
  illuminance: 'illuminance',
  irradiance: 'irradiance',
  pressure: 'pressure',
  length: 'distance',
  time: 'duration',
}

function unitsOf(table: Readonly<Record<Dimension, readonly Row[]>>): ReadonlyMap<string, Unit> {
  const units = new Map<string, Unit>()
  for (const [dimension, rows] of Object.entries(table)) {
    for (const [code, mul, div, aliases, add] of rows) {
      const unit: Unit = { code, dimension: dimension as Dimension, mul, div, add: add ?? 0 }
      for (const name of [code, ...aliases.split(' ')]) if (name !== '') units.set(name, unit)
    }
  }
  return units
}

export const UNITS = unitsOf(TABLE)
