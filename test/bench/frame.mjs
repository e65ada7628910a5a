// The frame of the benchmarks: rows beside their peers, interleaved runs, medians, a table and JSON.

/**
 * One row of the table.
 * @typedef {object} Row
 * @property {string} unit      unit of both sides
 * @property {number} aim       least ratio wanted; more is better
 * @property {string} peer      what stands on the other side; "limit" for a fixed number
 * @property {boolean} [cost]   the smaller, the better (time, memory): the ratio is theirs / ours
 * @property {number} [theirs]  a fixed limit; left out where a sample brings the peer's number
 */

/**
 * What one run of a benchmark measured: by row name, `ours` and, beside a real peer, `theirs`.
 * A row without `ours`, or whose peer is absent, is left out of the results.
 * @typedef {Record<string, { ours?: number, theirs?: number }>} Sample
 */

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

const list = []

/**
 * Registers a benchmark: `name` for --only, `rows` by name, `once` runs one round of ours and of the peers and returns a Sample.
 * Ours and theirs belong into the same `once`: they then meet the same machine.
 * @param {string} name
 * @param {{ rows: Record<string, Row>, runs?: number, once: (run: number) => Promise<Sample> }} plan
 */
export function bench(name, plan) {
  list.push({ name, ...plan })
}

export const benchmarks = () => list

function resultOf(name, row, samples, runs) {
  const side = (key) => samples.map((s) => s[name]?.[key]).filter((v) => typeof v === 'number')
  const ours = side('ours')
  const theirs = row.theirs === undefined ? side('theirs') : [row.theirs]
  if (ours.length === 0 || theirs.length === 0) return null
  const [a, b] = [median(ours), median(theirs)]
  return { name, ours: a, peer: row.peer, theirs: b, ratio: row.cost ? b / a : a / b, aim: row.aim, unit: row.unit, runs }
}

/** Runs the benchmarks one after another; `say` gets progress for people. */
export async function runAll({ only, runs, say }) {
  const results = []
  for (const { name, rows, once, runs: wanted = 3 } of list.filter((b) => only === null || b.name.includes(only))) {
    const rounds = Math.min(wanted, runs)
    const samples = []
    for (let run = 1; run <= rounds; run++) {
      say(`${name}, run ${run} of ${rounds} ...`)
      samples.push(await once(run))
    }
    results.push(...Object.entries(rows).map(([row, plan]) => resultOf(row, plan, samples, rounds)))
  }
  return results.filter((r) => r !== null)
}

const shown = (n) => (Math.abs(n) >= 1000 ? Math.round(n).toLocaleString('en') : n.toPrecision(3))

/** The results as aligned text. */
export function tableOf(results) {
  const head = ['name', 'ours', 'theirs', 'unit', 'peer', 'ratio', 'aim', '']
  const lines = results.map((r) => [
    r.name,
    shown(r.ours),
    shown(r.theirs),
    r.unit,
    r.peer,
    r.ratio.toFixed(2),
    String(r.aim),
    r.ratio >= r.aim ? 'ok' : 'below the aim',
  ])
  const width = head.map((_, i) => Math.max(...[head, ...lines].map((l) => l[i].length)))
  const numeric = new Set([1, 2, 5, 6])
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, i) => (numeric.has(i) ? cell.padStart(width[i]) : cell.padEnd(width[i])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
