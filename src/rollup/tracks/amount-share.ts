/** The part of an amount that a part of its time is, rounded half up to base units: exactly so, at ties too. */

/** Binary fractions move a tie by less than this of the amount. */
const NOISE = 2 ** -50

/** `amount` in base units, `part` and `whole` in whole ms, 0 <= part <= whole. */
export function amountShare(amount: number, part: number, whole: number): number {
  const value = amount * (part / whole)
  const fraction = value - Math.floor(value)
  if (Math.abs(fraction - 0.5) > NOISE * Math.abs(amount) + NOISE) return Math.floor(value + 0.5)
  const [over, under] = [2n * BigInt(amount) * BigInt(part) + BigInt(whole), 2n * BigInt(whole)]
  const quotient = over / under
  return Number(over < 0n && quotient * under !== over ? quotient - 1n : quotient)
}
