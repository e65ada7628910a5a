/** A QR code, drawn here: what it says leaves the page no more than the page itself. */

import type { VNode } from 'preact'
import { encode } from 'uqr'

const BORDER = 2

export function QrCode({ text, label }: { text: string; label: string }): VNode {
  const { data, size } = encode(text, { border: BORDER })
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <rect class="qr-light" width={size} height={size} />
      <path class="qr-dark" d={dark.join('')} />
    </svg>
  )
}
