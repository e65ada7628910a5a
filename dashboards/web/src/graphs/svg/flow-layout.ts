/** Where the nodes and ribbons of a flow stand: columns from source to use, heights in proportion, largest first, rests last. */

export interface FlowNode {
  readonly id: string
  readonly column: number
  readonly value: number
  /** No meter explains it. */
  readonly rest: boolean
}

export interface FlowLink {
  readonly from: string
  readonly to: string
  readonly value: number
  readonly rest: boolean
}

export interface NodeBox extends FlowNode {
  readonly x: number
  readonly y: number
  readonly height: number
}

export interface Ribbon extends FlowLink {
  /** Middle line of the ribbon, to be stroked with its width. */
  readonly path: string
  readonly width: number
}

export interface FlowSize {
  readonly width: number
  readonly height: number
  readonly columns: number
  readonly nodeWidth: number
  readonly gap: number
  /** Nodes are never lower than this: a small one can still be seen and met with the pointer. */
  readonly least: number
}

const byRank = (a: FlowNode, b: FlowNode): number => Number(a.rest) - Number(b.rest) || b.value - a.value

/** Height of a unit: the fullest column decides. */
function unitHeight(columns: readonly (readonly FlowNode[])[], { height, gap, least }: FlowSize): number {
  let unit = Infinity
  for (const nodes of columns) {
    const free = height - gap * Math.max(0, nodes.length - 1)
    const sum = nodes.reduce((n, node) => n + node.value, 0)
    if (sum <= 0) continue
    // Nodes that the least height lifts take room from the others.
    let guess = free / sum
    for (let round = 0; round < 4; round++) {
      const lifted = nodes.filter((node) => node.value * guess < least)
      const rest = sum - lifted.reduce((n, node) => n + node.value, 0)
      if (rest > 0) guess = Math.max(0, (free - lifted.length * least) / rest)
    }
    unit = Math.min(unit, guess)
  }
  return Number.isFinite(unit) ? unit : 0
}

export function layoutFlow(
  nodes: readonly FlowNode[],
  links: readonly FlowLink[],
  size: FlowSize,
): { readonly boxes: readonly NodeBox[]; readonly ribbons: readonly Ribbon[] } {
  const columns = Array.from({ length: size.columns }, (_, c) => nodes.filter((n) => n.column === c && n.value > 0).sort(byRank))
  const unit = unitHeight(columns, size)
  const boxes = columns.flatMap((column, c) => {
    const heights = column.map((n) => Math.max(size.least, n.value * unit))
    const whole = heights.reduce((a, b) => a + b, 0) + size.gap * Math.max(0, column.length - 1)
    let y = Math.max(0, (size.height - whole) / 2)
    return column.map((node, i) => {
      const box = { ...node, x: (c * (size.width - size.nodeWidth)) / Math.max(1, size.columns - 1), y, height: heights[i] ?? 0 }
      y += box.height + size.gap
      return box
    })
  })
  return { boxes, ribbons: ribbonsOf(boxes, links, unit, size.nodeWidth) }
}

function ribbonsOf(boxes: readonly NodeBox[], links: readonly FlowLink[], unit: number, nodeWidth: number): readonly Ribbon[] {
  const byId = new Map(boxes.map((b) => [b.id, b]))
  const order = new Map(boxes.map((b, i) => [b.id, i]))
  const [out, into] = [new Map<string, number>(), new Map<string, number>()]
  const sorted = links
    .filter((l) => l.value > 0 && byId.has(l.from) && byId.has(l.to))
    .sort((a, b) => (order.get(a.from) ?? 0) - (order.get(b.from) ?? 0) || (order.get(a.to) ?? 0) - (order.get(b.to) ?? 0))
  return sorted.flatMap((link) => {
    const [from, to] = [byId.get(link.from), byId.get(link.to)]
    if (from === undefined || to === undefined) return []
    const width = link.value * unit
    const y1 = from.y + (out.get(from.id) ?? 0) + width / 2
    const y2 = to.y + (into.get(to.id) ?? 0) + width / 2
    out.set(from.id, (out.get(from.id) ?? 0) + width)
    into.set(to.id, (into.get(to.id) ?? 0) + width)
    const [x1, x2] = [from.x + nodeWidth, to.x]
    const bend = (x1 + x2) / 2
    const n = (v: number): string => v.toFixed(1)
    return [{ ...link, width, path: `M${n(x1)} ${n(y1)}C${n(bend)} ${n(y1)} ${n(bend)} ${n(y2)} ${n(x2)} ${n(y2)}` }]
  })
}
