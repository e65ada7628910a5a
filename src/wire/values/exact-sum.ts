/** Sums of products in exact decimal arithmetic: a register in two words has one value, not that value and the noise of its parts. */

interface Decimal {
  readonly digits: bigint
  /** Power of ten. */
  readonly exponent: number
}

/** The shortest decimal that reads back as this number; that is the one a message or a mapping wrote. */
function decimalOf(value: number): Decimal {
  const [mantissa = '0', power = '0'] = String(value).split('e')
  const [integer = '0', fraction = ''] = mantissa.split('.')
  return { digits: BigInt(integer + fraction), exponent: Number(power) - fraction.length }
}

function times(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent }
}

/** The sum of value x scale, rounded once, to the nearest number. All are finite. */
export function exactSum(terms: readonly { readonly value: number; readonly scale: number }[]): number {
  const products = terms.map(({ value, scale }) => times(decimalOf(value), decimalOf(scale)))
  const exponent = Math.min(0, ...products.map((p) => p.exponent))
  const digits = products.reduce((sum, p) => sum + p.digits * 10n ** BigInt(p.exponent - exponent), 0n)
  return Number(`${digits}e${exponent}`)
}
