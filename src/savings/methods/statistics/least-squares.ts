/** Weighted least squares with an intercept: means are removed before the normal equations, so that a large common part costs no digits. */

export interface LinearFit {
  readonly intercept: number
  /** One a column; 0 for a column that the others determine. */
  readonly slopes: readonly number[]
}

/** Pivots below this share of their column's own sum of squares are noise. */
const SINGULAR = 1e-11

/** Columns of one length beside `y`; `weights` null: each point counts once. Null without points. */
export function fitLinear(columns: readonly Float64Array[], y: Float64Array, weights: Float64Array | null): LinearFit | null {
  const total = weights === null ? y.length : weights.reduce((sum, w) => sum + w, 0)
  if (y.length === 0 || total <= 0) return null
  const meanY = weightedMean(y, weights, total)
  const means = columns.map((c) => weightedMean(c, weights, total))
  const { normal, right } = normalEquations({ columns, means, y, meanY, weights })
  const slopes = solveSymmetric(normal, right)
  return { intercept: meanY - slopes.reduce((sum, b, k) => sum + b * (means[k] ?? 0), 0), slopes }
}

export function weightedMean(values: Float64Array, weights: Float64Array | null, total: number): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (weights === null ? 1 : (weights[i] as number)) * (values[i] as number)
  return sum / total
}

interface CentredSystem {
  readonly columns: readonly Float64Array[]
  readonly means: readonly number[]
  readonly y: Float64Array
  readonly meanY: number
  readonly weights: Float64Array | null
}

function normalEquations({ columns, means, y, meanY, weights }: CentredSystem): { normal: number[][]; right: number[] } {
  const normal = columns.map(() => columns.map(() => 0))
  const right = columns.map(() => 0)
  for (const [j, a] of columns.entries()) {
    const meanA = means[j] ?? 0
    for (let k = 0; k <= j; k++) {
      const b = columns[k] ?? a
      const meanB = means[k] ?? 0
      let sum = 0
      for (let i = 0; i < y.length; i++)
        sum += (weights === null ? 1 : (weights[i] as number)) * ((a[i] as number) - meanA) * ((b[i] as number) - meanB)
      setAt(normal, j, k, sum)
      setAt(normal, k, j, sum)
    }
    let sum = 0
    for (let i = 0; i < y.length; i++)
      sum += (weights === null ? 1 : (weights[i] as number)) * ((a[i] as number) - meanA) * ((y[i] as number) - meanY)
    right[j] = sum
  }
  return { normal, right }
}

function setAt(matrix: number[][], row: number, column: number, value: number): void {
  const line = matrix[row]
  if (line !== undefined) line[column] = value
}

/**
 * Solves a symmetric positive semidefinite system by elimination with diagonal pivots, largest relative pivot first. A row that the others determine
 * gets 0.
 */
export function solveSymmetric(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length
  const a = matrix.map((row) => [...row])
  const b = [...right]
  const own = matrix.map((row, i) => row[i] ?? 0)
  const order: number[] = []
  const open = new Set(b.keys())
  while (open.size > 0) {
    const pivot = largestPivot(a, own, open)
    if (pivot === null) break
    open.delete(pivot)
    order.push(pivot)
    eliminate(a, b, pivot, open)
  }
  const x = Array.from({ length: n }, () => 0)
  for (const pivot of order.toReversed()) {
    const row = a[pivot] ?? []
    const known = order.slice(order.indexOf(pivot) + 1).reduce((sum, k) => sum + (row[k] ?? 0) * (x[k] ?? 0), 0)
    x[pivot] = ((b[pivot] ?? 0) - known) / (row[pivot] ?? 1)
  }
  return x
}

function largestPivot(a: readonly (readonly number[])[], own: readonly number[], open: ReadonlySet<number>): number | null {
  let best: number | null = null
  let greatest = SINGULAR
  for (const i of open) {
    const size = own[i] ?? 0
    const share = size > 0 ? (a[i]?.[i] ?? 0) / size : 0
    if (share > greatest) [best, greatest] = [i, share]
  }
  return best
}

function eliminate(a: number[][], b: number[], pivot: number, open: ReadonlySet<number>): void {
  const row = a[pivot] ?? []
  const size = row[pivot] ?? 1
  for (const i of open) {
    const line = a[i] ?? []
    const factor = (line[pivot] ?? 0) / size
    if (factor === 0) continue
    for (const k of open) line[k] = (line[k] ?? 0) - factor * (row[k] ?? 0)
    b[i] = (b[i] ?? 0) - factor * (b[pivot] ?? 0)
  }
}
