/** What a field without a point probably measures, and why: reasons are codes with values, so that each language has its own sentence. */

/** Closed: the page has a message for each (`suggestion.<code>`). */
export const SUGGESTION_CODES = [
  'source',
  'preset',
  'home-assistant',
  'description-unit',
  'name-and-unit',
  'name-alone',
  'other-unit',
  'steps',
  'kelvin',
  'rise',
  'large-register',
  'large-power',
  'small-power',
] as const

export type SuggestionCode = (typeof SUGGESTION_CODES)[number]

export interface SuggestionReason {
  readonly code: SuggestionCode
  /** What the sentence names: units and names as text, amounts as numbers. */
  readonly values: Readonly<Record<string, string | number>>
}

export interface Suggestion {
  readonly quantity: string
  readonly unit: string
  readonly kind: string
  readonly confidence: 'high' | 'medium' | 'low'
  /** The reasons as one English sentence. */
  readonly because: string
  readonly reasons: readonly SuggestionReason[]
}

const SENTENCES: Readonly<Record<SuggestionCode, string>> = {
  source: 'its source says so',
  preset: '{make} says so',
  'home-assistant': 'Home Assistant describes it so',
  'description-unit': 'its description gives the unit "{unit}"',
  'name-and-unit': 'the name "{name}" and its unit',
  'name-alone': 'the name "{name}" alone; check unit and kind',
  'other-unit': 'probably {probably}: {value} {unit} is not usual, {converted} {unit} is',
  steps: 'probably steps of {scale} {unit}: {value} {unit} is not usual, {converted} {unit} is',
  kelvin: 'probably K: {value} Cel is not a temperature of a building',
  rise: 'probably Wh: it rose by {rise} in {minutes} min, which as kWh is {power} kW',
  'large-register': 'probably Wh: {value} kWh is {large} GWh for one device',
  'large-power': 'probably mW: {value} W is {large} MW for one device',
  'small-power': 'perhaps kW: at most {value}, nearly always with decimals',
}

const formatAmount = (value: number): string => new Intl.NumberFormat('en', { maximumSignificantDigits: 6 }).format(value)

function sentenceOf({ code, values }: SuggestionReason): string {
  return SENTENCES[code].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? ''
    return typeof value === 'number' ? formatAmount(value) : value
  })
}

/** A suggestion for these reasons. */
export function suggest(what: Omit<Suggestion, 'because' | 'reasons'>, reasons: readonly SuggestionReason[]): Suggestion {
  const { quantity, unit, kind, confidence } = what
  return { quantity, unit, kind, confidence, because: reasons.map(sentenceOf).join('; '), reasons }
}
