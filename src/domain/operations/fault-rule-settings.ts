/** Fault rules by name, each with the numbers that a campus file may change. A test keeps them equal to the rules of src/findings. */

export const FAULT_RULE_SETTINGS: Readonly<Record<string, readonly string[]>> = {
  'lights-nobody': ['share', 'cleaning_from', 'cleaning_to'],
  'sockets-nobody': ['times', 'cleaning_from', 'cleaning_to'],
  'ac-nobody': ['share'],
  'outside-plan': ['share'],
  'night-base-up': ['ratio'],
  'weekend-like-workday': ['share'],
  'heating-and-cooling': ['share'],
  'cooling-in-cool-weather': ['kelvin', 'share', 'cool'],
  'short-cycling': ['most'],
  'basin-heater-in-summer': ['share'],
  'outdoor-lights-by-day': ['degrees', 'share'],
  'garage-not-dimmed': ['over'],
  'demand-near-limit': ['share', 'contracted'],
  'power-factor': ['least', 'share'],
  'pue-high': ['over'],
  'ups-efficiency': ['points'],
  'free-cooling-unused': ['below', 'share', 'saved'],
  'pump-without-heat': ['kelvin', 'share'],
  'reverse-circulation': ['kelvin', 'heat'],
  'solar-below-its-day': ['share'],
  'water-leak': ['ratio', 'litres'],
  'tap-tops-up-reclaimed': ['points'],
  'irrigation-in-rain': ['millimetres'],
  'parts-exceed-whole': ['classes'],
  'sensor-impossible': [],
}

export interface FaultRuleSetting {
  readonly enabled: boolean
  readonly settings: Readonly<Record<string, number>>
}
