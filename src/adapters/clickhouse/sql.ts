/** Parts of statements in the subset that ClickHouse 18.16 and current releases share. 18.16 has no parameters of queries: texts are quoted here. */

/** Any text as a literal. */
export function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

const NAME = /^[A-Za-z0-9_]{1,100}$/

/** Whether the text may be the name of a database, unquoted. */
export const isName = (text: string): boolean => NAME.test(text)

/** Closed-open condition on a column of times; an end at infinity is left out. */
export function within(column: string, span: { readonly from: number; readonly to: number }): string {
  const bounds = []
  if (Number.isFinite(span.from)) bounds.push(`${column} >= ${Math.ceil(span.from)}`)
  if (Number.isFinite(span.to)) bounds.push(`${column} < ${Math.ceil(span.to)}`)
  return bounds.length === 0 ? '1' : bounds.join(' AND ')
}

/** Names of one statement: with names of 200 bytes it stays below the 256 KiB that a server takes. */
const NAMES = 1000

/** Conditions on points; several where there are many. All points: one condition that is always true; none: no condition. */
export function pointFilters(points: readonly string[] | undefined): readonly string[] {
  if (points === undefined) return ['1']
  const names = [...new Set(points)]
  const filters: string[] = []
  for (let at = 0; at < names.length; at += NAMES)
    filters.push(
      `point IN (${names
        .slice(at, at + NAMES)
        .map(quote)
        .join(', ')})`,
    )
  return filters
}
