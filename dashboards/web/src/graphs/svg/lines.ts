/** Geometry of a line over a day: ticks, and paths with gaps where values are missing. */

export interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly count: number
  readonly most: number
}

const x = ({ left, right, width, count }: Frame, i: number): number => left + ((width - left - right) * i) / Math.max(1, count)
const y = ({ top, bottom, height, most }: Frame, value: number): number => height - bottom - ((height - top - bottom) * value) / most

/** Round steps from 0 to at least `most`: three to five of them. */
export function niceTicks(most: number): readonly number[] {
  if (!(most > 0)) return [0, 1]
  const raw = most / 4
  const size = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 2.5, 5, 10].find((n) => n * size >= raw) ?? 10) * size
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) => i * step)
}

/** A path through the middles of the spans that have a value; a gap begins it anew. */
export function linePath(frame: Frame, values: readonly (number | null)[]): string {
  let path = ''
  let joined = false
  for (const [i, value] of values.entries()) {
    if (value === null) {
      joined = false
      continue
    }
    path += `${joined ? 'L' : 'M'}${x(frame, i + 0.5).toFixed(1)} ${y(frame, value).toFixed(1)}`
    joined = true
  }
  return path
}

/** Closed areas between two lines, one for each run of spans that have both. */
export function bandPath(frame: Frame, low: readonly (number | null)[], high: readonly (number | null)[]): string {
  const areas: string[] = []
  let run: number[] = []
  const close = (): void => {
    if (run.length > 1) {
      const upper = run.map((i) => `${x(frame, i + 0.5).toFixed(1)} ${y(frame, high[i] ?? 0).toFixed(1)}`)
      const lower = run.toReversed().map((i) => `${x(frame, i + 0.5).toFixed(1)} ${y(frame, low[i] ?? 0).toFixed(1)}`)
      areas.push(`M${[...upper, ...lower].join('L')}Z`)
    }
    run = []
  }
  for (let i = 0; i < frame.count; i++) {
    if (low[i] == null || high[i] == null) close()
    else run.push(i)
  }
  close()
  return areas.join('')
}

export const place = { x, y }
