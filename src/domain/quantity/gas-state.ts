/** Temperature and pressure at which a cubic metre of gas is meant: operating, normal (0 Cel), standard (15 or 20 Cel). */

export interface GasState {
  readonly kelvin: number
  readonly kPa: number
}

/** What a conversion number leads to where nothing else is stated (DVGW G 685, ISO 13443 normal conditions). */
export const NORMAL_CONDITIONS = '0 Cel, 101.325 kPa'

const ZERO_CELSIUS = 273.15
const KPA: Readonly<Record<string, number>> = { Pa: 0.001, hPa: 0.1, mbar: 0.1, kPa: 1, bar: 100, atm: 101.325 }
const NUMBER = String.raw`-?\d+(?:\.\d+)?`
const FORM = new RegExp(String.raw`^(${NUMBER})\s*(Cel|°C|C|K)\s*[,;/]?\s*(${NUMBER})\s*(Pa|hPa|mbar|kPa|bar|atm)$`)

/** `20 Cel, 101.325 kPa`; null for any other text. */
export function gasState(text: string): GasState | null {
  const [, temperature, scale, pressure, unit = ''] = FORM.exec(text.trim()) ?? []
  const kelvin = Number(temperature) + (scale === 'K' ? 0 : ZERO_CELSIUS)
  const kPa = Number(pressure) * (KPA[unit] ?? Number.NaN)
  return kelvin > 0 && kPa > 0 ? { kelvin, kPa } : null
}

/** Cubic metres at `to` that one at `from` is (ideal gas). */
export function volumeRatio(from: GasState, to: GasState): number {
  return (to.kelvin / from.kelvin) * (from.kPa / to.kPa)
}
