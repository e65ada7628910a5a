/** The part of the range that a chart shows, as it stands in the address: `12.0-40.0`, per cent. */

import { replaceHere } from '../address/route.ts'
import type { Zoom } from '../graphs/drawing.tsx'

/** Null for the whole range. */
export function readZoom(text: string | undefined): Zoom | null {
  const [, start = '', end = ''] = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text ?? '') ?? []
  return start === '' || Number(start) >= Number(end) ? null : { start: Number(start), end: Math.min(100, Number(end)) }
}

export function writeZoom({ start, end }: Zoom): void {
  replaceHere({ zoom: start <= 0 && end >= 100 ? null : `${start.toFixed(1)}-${end.toFixed(1)}` })
}
