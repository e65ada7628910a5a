// The campus of the benchmarks: so many devices in the native convention, a point for one field of each.

/** Its file; the service keeps its data in `dir`. */
export function campusFile(dir, { devices, field }) {
  return [
    'campus: { id: bench, name: Bench, timezone: UTC }',
    'broker: embedded',
    `store: duckdb:${dir}`,
    'limits: { messages_per_second: 100000 }',
    'sources: [{ id: native, preset: native }]',
    'templates:',
    `  - for: { n: 0..${devices - 1} }`,
    '    points:',
    `      - { id: "bench/d{n}/${field}", medium: electricity, from: [{ source: native, device: "d{n}", field: ${field} }] }`,
    '',
  ].join('\n')
}
