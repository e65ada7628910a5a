/** Charts of the printed report as SVG: drawn from the sheets, with the number beside each bar, so that print needs no colour. */

export interface ChartBar {
  readonly label: string
  readonly value: number
  /** The value as people read it, with its unit. */
  readonly text: string
}

const ROW = 22
const LABEL = 280
const WIDTH = 900
const VALUE = 190

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Horizontal bars, the longest as wide as the space between label and number; negative values are drawn as nothing and keep their number. */
export function barChart(title: string, bars: readonly ChartBar[]): string {
  const most = Math.max(...bars.map((b) => b.value), 0)
  const space = WIDTH - LABEL - VALUE
  const rows = bars.map(({ label, value, text }, i) => {
    const length = most <= 0 ? 0 : (Math.max(0, value) / most) * space
    const y = i * ROW
    return [
      `<text x="${LABEL - 8}" y="${y + 15}" text-anchor="end">${escapeHtml(label)}</text>`,
      `<rect x="${LABEL}" y="${y + 4}" width="${length.toFixed(1)}" height="14" rx="2"/>`,
      `<text x="${(LABEL + length + 6).toFixed(1)}" y="${y + 15}" class="value">${escapeHtml(text)}</text>`,
    ].join('')
  })
  const height = bars.length * ROW
  return `<figure><figcaption>${escapeHtml(title)}</figcaption><svg role="img" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">${rows.join('')}</svg></figure>`
}

const COLUMN_HEIGHT = 150

/** Columns by month; a month without a value has no column and a dash. */
export function columnChart(
  title: string,
  unit: string,
  columns: readonly { readonly label: string; readonly value: number | null }[],
): string {
  const most = Math.max(...columns.map((c) => c.value ?? 0), 0)
  const step = WIDTH / Math.max(1, columns.length)
  const drawn = columns.map(({ label, value }, i) => {
    const height = value === null || most <= 0 ? 0 : (Math.max(0, value) / most) * COLUMN_HEIGHT
    const middle = (i * step + step / 2).toFixed(1)
    const top = COLUMN_HEIGHT + 20 - height
    return [
      `<rect x="${(i * step + step * 0.15).toFixed(1)}" y="${top.toFixed(1)}" width="${(step * 0.7).toFixed(1)}" height="${height.toFixed(1)}" rx="2"/>`,
      `<text x="${middle}" y="${(top - 5).toFixed(1)}" text-anchor="middle" class="value">${value === null ? '–' : shortNumber(value)}</text>`,
      `<text x="${middle}" y="${COLUMN_HEIGHT + 36}" text-anchor="middle">${escapeHtml(label)}</text>`,
    ].join('')
  })
  const height = COLUMN_HEIGHT + 44
  return `<figure><figcaption>${escapeHtml(title)} (${escapeHtml(unit)})</figcaption><svg role="img" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">${drawn.join('')}</svg></figure>`
}

/** Three significant digits, or whole from 1000 on. */
function shortNumber(value: number): string {
  if (value === 0) return '0'
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
