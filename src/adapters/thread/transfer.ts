/** Buffers of a result that can be handed over instead of copied: the typed arrays of an object, one level of lists deep. */
export function transferable(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null) return []
  const buffers = new Set<ArrayBuffer>()
  for (const part of Object.values(value).flat()) {
    // A view of a part of a larger buffer is copied: its neighbours may belong to someone else.
    if (ArrayBuffer.isView(part) && part.buffer instanceof ArrayBuffer && part.byteLength === part.buffer.byteLength)
      buffers.add(part.buffer)
  }
  return [...buffers]
}
