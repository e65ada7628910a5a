/**
 * One text for one value: JSON with the keys of every object in the order of their UTF-16 code units and without white space (RFC 8785). Numbers are
 * the shortest that read back to the same double, as ECMAScript prints them. A number that JSON cannot hold throws: it would read back as null.
 */

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

export function canonicalJson(value: unknown): string {
  return write(value as Json)
}

function write(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} has no JSON form`)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item: Json | undefined) => write(item ?? null)).join(',')}]`
  const members = Object.entries(value as Readonly<Record<string, Json | undefined>>)
    .filter((member): member is [string, Json] => member[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${write(item)}`).join(',')}}`
}
