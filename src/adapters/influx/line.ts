/**
 * Line protocol. A name that would not be read back unchanged is refused with a reason before it is sent: otherwise it could become a second
 * point. Numbers are written in their shortest form that reads back equal.
 */

/** InfluxDB limits a series key to 64 KiB; a longer name than this is a fault anyway. */
const NAME_BYTES = 1000
/** The range of InfluxDB's nanoseconds, in whole milliseconds. */
export const FIRST_MS = -9_223_372_036_854
export const LAST_MS = 9_223_372_036_854

/** The reason why a name cannot be a tag value, or null. */
export function nameFault(name: string): string | null {
  const quoted = JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}...` : name)
  if (name === '') return 'a name must not be empty'
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(name)) return `the name ${quoted} has a control character`
  // Line protocol has no escape for a backslash itself: before a comma, a blank or the end it would eat what follows.
  if (name.includes('\\')) return `the name ${quoted} has a backslash`
  if (/\p{Surrogate}/u.test(name)) return `the name ${quoted} is not valid Unicode`
  if (Buffer.byteLength(name) > NAME_BYTES) return `the name ${quoted} is longer than ${NAME_BYTES} bytes`
  return null
}

/** A name without fault as a tag value. */
export function tagText(name: string): string {
  return name.replace(/[,= ]/g, '\\$&')
}

/** Any text as a string field; newlines may stay. Lone surrogates and NUL must not be in it. */
export function stringText(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}

export function timeFault(time: number): string | null {
  if (!Number.isInteger(time)) return `the time ${time} is not a whole number of milliseconds`
  return time < FIRST_MS || time > LAST_MS ? `the time ${time} is outside the years 1677 to 2262 that the store can hold` : null
}

/** -0 keeps its sign: `${-0}` would lose it. */
export function floatText(value: number): string {
  return value === 0 && Object.is(value, -0) ? '-0' : String(value)
}
