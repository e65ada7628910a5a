/** A suggestion for an unknown field by its name. A name alone gives low confidence: `energy` of a radar is no energy. */

import { canonicalUnit, isQuantity, type Quantity, quantityOf, quantityOfUnit, suggest, type Suggestion } from '../../domain/index.ts'
import { judgeMagnitude, type ValueStats } from './magnitude.ts'

/** First match wins: the more specific words stand first. */
const WORDS: readonly (readonly [words: RegExp, quantity: Quantity])[] = [
  [/功率因数|power_?factor|cos_?phi|^pf$/i, 'power_factor'],
  [/反向有功.*电[能量]|energy_?export|export(ed)?_?energy/i, 'energy_export'],
  [/无功.*电[能量]|reactive_?energy|kvarh/i, 'reactive_energy'],
  [/热量|累计热|heat_?energy|heat_?total|calori/i, 'heat_energy'],
  [/电能|电量|用电|energy|kwh|^ep[ij]?$|^kwhtotal$|^total_?act$|^import$|^e_?total$/i, 'energy'],
  [/无功功率|reactive_?power/i, 'reactive_power'],
  [/视在功率|apparent_?power/i, 'apparent_power'],
  [/功率|power|watt|^p([abct]|l?[123]|sum|total)?$|apower|^pt$/i, 'power'],
  [/电压|voltage|volt|^u(a|b|c|ab|bc|ca|l?[123])?$|^v(rms|l?[123]|[abc])$/i, 'voltage'],
  [/电流|current|amp(ere)?s?$|^i([abcn]|rms|l?[123])?$/i, 'current'],
  [/频率|frequency|freq/i, 'frequency'],
  [/瞬时流量|流速|flow/i, 'flow'],
  [/累计流量|用水|水量|volume|water|_m3$/i, 'volume'],
  [/露点|dew_?point/i, 'dew_point'],
  [/温度|temperature|temp$|^temp|^t\d?$|tc$/i, 'temperature'],
  [/土壤湿度|soil/i, 'soil_moisture'],
  [/湿度|humidity|^rh$/i, 'humidity'],
  [/二氧化碳|co2/i, 'co2'],
  [/辐照|irradiance/i, 'irradiance'],
  [/照度|光照|illuminance|lux|^lx$|luminosity/i, 'illuminance'],
  [/人数|people|occupants|person_?count/i, 'occupants'],
  [/人体|存在|occupancy|occupied|presence|motion|pir/i, 'occupancy'],
  [/气压|压力|pressure/i, 'pressure'],
  [/重量|weight|mass/i, 'mass'],
  [/电池|battery/i, 'battery'],
  [/信号|rssi|lqi|snr|link_?quality/i, 'signal'],
  [/亮度|brightness|level|dimmer/i, 'level'],
  [/开关|switch|relay|^state$|output/i, 'switch'],
]

function lastName(field: string): string {
  return /([^.[\]"]+)(?:"|\[\d+\])*$/.exec(field)?.[1] ?? field
}

/** A unit at the end of a name: `total_m3`, `active_power_kw`, `temp_C`. */
function unitInName(name: string): string | null {
  const end = /[_\s(]([A-Za-z0-9/°³%]+)\)?$/.exec(name)?.[1]
  return end === undefined ? null : canonicalUnit(end)
}

/** Confidence is at most `medium`, where name and unit agree. */
export function suggestFor(field: string): Suggestion | null {
  const name = lastName(field)
  const unit = unitInName(name)
  const byUnit = unit === null ? null : quantityOfUnit(unit)
  const byWord = WORDS.find(([words]) => words.test(name))?.[1] ?? null
  const quantity = byWord ?? byUnit
  if (quantity === null) return null
  const agree = byUnit !== null && unit !== null && quantityOfUnit(quantityOf(quantity).unit) === byUnit
  const { unit: canonical, kind } = quantityOf(quantity)
  const what = { quantity, unit: agree && unit !== null ? unit : canonical, kind, confidence: agree ? 'medium' : 'low' } as const
  return suggest(what, [{ code: agree ? 'name-and-unit' : 'name-alone', values: { name } }])
}

/**
 * What the values say of the suggested unit. A unit that the name or the source states stands, and the doubt is added to it: a preset may be wrong
 * for one device.
 */
export function judgeSuggestion(suggestion: Suggestion, stats: ValueStats, own: boolean): Suggestion {
  const { quantity, unit, reasons, confidence } = suggestion
  if (!isQuantity(quantity)) return suggestion
  const judged = judgeMagnitude(quantity, stats)
  if (judged === null || unit !== quantityOf(quantity).unit) return suggestion
  const all = [...reasons, judged.reason]
  if (own) return suggest({ ...suggestion, confidence: 'medium' }, all)
  return suggest({ ...suggestion, unit: judged.unit, confidence: confidence === 'medium' ? 'low' : confidence }, all)
}
