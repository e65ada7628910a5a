/** Text from outside as it may be shown at a terminal: whoever names a device must not steer the terminal of whoever reads the name. */

/** C0 but tab and newline, DEL, C1 (which some terminals obey), marks and overrides of the writing direction, line separators. */
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Each steering character as `\u001b`; everything else stays. */
export function visibleText(text: string): string {
  return text.replace(STEERING, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
