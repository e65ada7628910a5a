/** How numbers are written in texts: which character is the decimal point and which one groups thousands. */

/** Compiled once per rule; `read` gives null for a text that is no number in this notation. */
export interface Notation {
  /** A number, and what follows it (a unit, or nothing). */
  read(text: string): { readonly number: number; readonly rest: string } | null
}

/** Spaces and apostrophes that are set as thousands separators: no-break, thin and narrow spaces too. */
const ALIKE: Readonly<Record<string, string>> = { ' ': ' \u00a0\u2009\u202f', "'": "'\u2019" }

function oneOf(separator: string): string {
  return `[${(ALIKE[separator] ?? separator).replace(/[\\\]^-]/g, '\\$&')}]`
}

/** Groups have three digits; "1.23,5" is refused and not guessed. */
export function createNotation(decimal: '.' | ',', thousands: string | null): Notation {
  const point = oneOf(decimal)
  const group = thousands === null ? null : oneOf(thousands)
  const plain = `\\d+(?:${point}\\d*)?|${point}\\d+`
  const grouped = group === null ? '' : `\\d{1,3}(?:${group}\\d{3})+(?:${point}\\d*)?|`
  const form = new RegExp(`^([+-]?(?:${grouped}${plain})(?:[eE][+-]?\\d+)?)\\s*((?:[^\\d\\s.,].*)?)$`, 'su')
  const groups = group === null ? null : new RegExp(group, 'gu')
  return {
    read(text) {
      const found = form.exec(text)
      if (found === null) return null
      const digits = groups === null ? (found[1] ?? '') : (found[1] ?? '').replace(groups, '')
      return { number: Number(digits.replace(decimal, '.')), rest: (found[2] ?? '').trim() }
    },
  }
}
