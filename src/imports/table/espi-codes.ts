/** Codes of ESPI that people do not know by heart (NAESB REQ.21, espiDerived.xsd). */

/** UnitSymbolKind: a unit we read, and the power of ten between them. */
const UNITS: Readonly<Record<string, readonly [unit: string, power: number]>> = {
  '5': ['A', 0],
  '23': ['Cel', 0],
  '29': ['V', 0],
  '31': ['J', 0],
  '33': ['Hz', 0],
  '38': ['W', 0],
  '42': ['m3', 0],
  '61': ['VA', 0],
  '63': ['var', 0],
  '72': ['Wh', 0],
  '73': ['var.h', 0],
  '119': ['ft3', 0],
  '128': ['gal', 0],
  // British thermal unit and therm (100,000 of them), as thousands of Btu.
  '132': ['kBtu', -3],
  '134': ['L', 0],
  '169': ['kBtu', 2],
}

export function unitOf(code: string): { readonly unit: string; readonly power: number } {
  const [unit, power] = UNITS[code] ?? [`uom ${code}`, 0]
  return { unit, power }
}

/** FlowDirectionKind, seen from the customer's side of the meter. */
export const FLOWS: Readonly<Record<string, string>> = { '0': 'none', '1': 'delivered', '4': 'net', '19': 'received', '20': 'total' }

/** AccumulationKind. */
export const KINDS: Readonly<Record<string, string>> = {
  '1': 'bulk quantity',
  '3': 'cumulative',
  '4': 'delta',
  '6': 'indicating',
  '9': 'summation',
  '12': 'instantaneous',
}

/** QualityOfReading. */
export const QUALITIES: Readonly<Record<string, string>> = {
  '0': 'valid',
  '7': 'manually edited',
  '8': 'estimated using reference day',
  '9': 'estimated using linear interpolation',
  '10': 'questionable',
  '11': 'derived',
  '12': 'projected',
  '13': 'mixed',
  '14': 'raw',
  '15': 'normalized for weather',
  '16': 'other',
  '17': 'validated',
  '18': 'verified',
  '19': 'revenue-quality',
}
