/**
 * Arithmetic with numbers as they are written: 0.1 + 0.2 is 0.3. A double stands for the shortest decimal that reads back to it; sums and products of
 * these are computed exactly and rounded once, so that no digits of binary fractions appear behind the real ones.
 */

interface Decimal {
  readonly units: bigint
  /** Digits behind the point; negative: zeros before it. */
  readonly places: number
}

function decimalOf(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  return { units: BigInt(whole + fraction), places: fraction.length - Number(exponent) }
}

const numberOf = ({ units, places }: Decimal): number => Number(`${units}e${-places}`)
const raise = ({ units, places }: Decimal, to: number): bigint => units * 10n ** BigInt(to - places)

/** The nearest double to the sum of the decimals. Without values 0; where one is not finite, as binary arithmetic has it. */
export function addDecimals(values: readonly number[]): number {
  if (values.every(Number.isInteger) || !values.every(Number.isFinite)) return values.reduce((total, v) => total + v, 0)
  const decimals = values.map(decimalOf)
  const places = decimals.reduce((most, d) => Math.max(most, d.places), 0)
  return numberOf({ units: decimals.reduce((total, d) => total + raise(d, places), 0n), places })
}

/** The nearest double to the product of the decimals. */
export function multiplyDecimals(a: number, b: number): number {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return a * b
  const [left, right] = [decimalOf(a), decimalOf(b)]
  return numberOf({ units: left.units * right.units, places: left.places + right.places })
}

/** More digits than a double tells apart: the quotient is cut behind them. */
const QUOTIENT_DIGITS = 40

/** The nearest double to the quotient of the decimals. */
export function divideDecimals(a: number, b: number): number {
  if (!Number.isFinite(a) || !Number.isFinite(b) || b === 0) return a / b
  const [over, under] = [decimalOf(a), decimalOf(b)]
  const shift = QUOTIENT_DIGITS + Math.max(0, String(under.units).length - String(over.units).length)
  return numberOf({ units: (over.units * 10n ** BigInt(shift)) / under.units, places: over.places - under.places + shift })
}

/** Digits that a decimal keeps on its way through a double. */
const TRUE_DIGITS = 15

/** The number without digits that only its binary form has. */
export const trueDigits = (value: number): number => Number(value.toPrecision(TRUE_DIGITS))

/** Digits of a number in a sentence. */
const SENTENCE_DIGITS = 12

/** The number as a reader sees it in a sentence or a table: no more digits than anybody reads. */
export const decimalText = (value: number): string => String(Number(value.toPrecision(SENTENCE_DIGITS)))
