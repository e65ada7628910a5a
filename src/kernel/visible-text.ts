/** Text from outside as it may be shown at a terminal: whoever names a device must not steer the terminal of whoever reads the name. */

/** First and last code of each range: C0 but tab and newline, DEL and C1 (which some terminals obey), marks and overrides of the writing direction. */
const STEERING: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x061c, 0x061c],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0xfeff, 0xfeff],
]

const isSteering = (code: number): boolean => STEERING.some(([first, last]) => code >= first && code <= last)

/** Each steering character as `\u001b`; everything else stays. */
export function visibleText(text: string): string {
  let visible = ''
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (!isSteering(code)) continue
    visible += `${text.slice(from, at)}\\u${code.toString(16).padStart(4, '0')}`
    from = at + 1
  }
  return visible + text.slice(from)
}
