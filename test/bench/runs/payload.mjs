// What a device of the benchmarks says: readings of one field, a step of time apart.

const START = Date.UTC(2024, 0, 1)

/** Reading `i` of a device: a step of its own; a register counts on, power goes up and down. */
function readingOf(i, { field, stepMs }) {
  const value = field === 'energy' ? i / 4 : (i % 997) / 2
  return `{"time":${START + i * stepMs},"values":{"${field}":${value}}}`
}

/** Message `n` of a device, in the native convention: one reading, or a batch of them. */
export function payloadOf(n, shape) {
  const { readings } = shape
  if (readings === 1) return readingOf(n, shape)
  return `{"readings":[${Array.from({ length: readings }, (_, i) => readingOf(n * readings + i, shape)).join(',')}]}`
}
