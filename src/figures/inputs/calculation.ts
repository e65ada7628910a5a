/** How a number came about, as a tree that can be computed again by hand: leaves are what was measured, entered, published; nodes are arithmetic. */

export type How =
  /** An amount of a point in a span that has a name: a month, a day, a quarter of an hour. */
  | { readonly op: 'meter'; readonly point: string; readonly span: string; readonly value: number; readonly unit: string }
  /** What a load would have used in a month without the measure, kWh: watts at full output x baseline hours / 1000. */
  | { readonly op: 'load'; readonly energy: string; readonly span: string; readonly value: number }
  /** The share of an entry that falls into the period; its contribution is value x share. */
  | { readonly op: 'entry'; readonly entry: string; readonly value: number; readonly share: number }
  | { readonly op: 'factor'; readonly factor: string; readonly value: number }
  /** `about`: the site and month that a fixed price is for. */
  | {
      readonly op: 'price'
      readonly tariff: string
      readonly name: string
      readonly value: number
      readonly unit: string
      readonly about?: string
    }
  /** A conversion of units, a count of days. */
  | { readonly op: 'constant'; readonly value: number; readonly what: string }
  /** Computed elsewhere, with a lineage of its own. */
  | { readonly op: 'given'; readonly value: number; readonly what: string }
  | { readonly op: 'sum'; readonly of: readonly How[] }
  | { readonly op: 'product'; readonly of: readonly How[] }
  | { readonly op: 'quotient'; readonly over: How; readonly under: How }

export function constant(value: number, what: string): How {
  return { op: 'constant', value, what }
}

/** A product without products in it. */
export function product(...factors: readonly How[]): How {
  return { op: 'product', of: factors.flatMap((f) => (f.op === 'product' ? f.of : [f])) }
}

export function evaluate(how: How): number {
  switch (how.op) {
    case 'entry':
      return how.value * how.share
    case 'sum':
      return how.of.reduce((total, part) => total + evaluate(part), 0)
    case 'product':
      return how.of.reduce((total, part) => total * evaluate(part), 1)
    case 'quotient':
      return evaluate(how.over) / evaluate(how.under)
    case 'meter':
    case 'load':
    case 'factor':
    case 'price':
    case 'constant':
    case 'given':
      return how.value
  }
}
