/** A flow from sources over places to uses. The width of a ribbon is its amount; what no meter explains is hatched. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Tone } from '../../ui/medium.tsx'
import { type FlowLink, type FlowNode, layoutFlow, type NodeBox } from './flow-layout.ts'
import { useWidth } from './width.ts'

export interface NamedNode extends FlowNode {
  readonly name: string
  /** Amount as it is read. */
  readonly text: string
  readonly href: string | null
  readonly tone: Tone
}

export interface FlowProps {
  readonly nodes: readonly NamedNode[]
  readonly links: readonly (FlowLink & { readonly tone: Tone })[]
  readonly columns: number
  readonly label: string
  readonly height: number
}

const NODE_WIDTH = 10
/** Below this width names would cover the ribbons: a list shows instead. */
const LEAST_WIDTH = 560

function Label({ box, node, last, lit }: { box: NodeBox; node: NamedNode; last: boolean; lit: boolean }): VNode | null {
  if (box.height < 11 && !lit) return null
  const x = last ? box.x - 8 : box.x + NODE_WIDTH + 8
  const text = (
    <text x={x} y={box.y + box.height / 2 + 4} text-anchor={last ? 'end' : 'start'}>
      {node.name} <tspan class="flow-value">{node.text}</tspan>
    </text>
  )
  return node.href === null ? text : <a href={node.href}>{text}</a>
}

/** The same as a list, for a phone and for those who read by ear. */
function FlowList({ nodes, columns }: Pick<FlowProps, 'nodes' | 'columns'>): VNode {
  const whole = Math.max(...nodes.map((n) => n.value), 1e-9)
  const shown = nodes
    .filter((n) => n.column > 0)
    .sort((a, b) => a.column - b.column || Number(a.rest) - Number(b.rest) || b.value - a.value)
  return (
    <div class="flow-list">
      {Array.from({ length: columns - 1 }, (_, c) => (
        <ul class="bars" key={c}>
          {shown
            .filter((n) => n.column === c + 1)
            .slice(0, 10)
            .map((n) => (
              <li key={n.id} class={`tone-${n.tone} ${n.rest ? 'residual' : ''}`}>
                <span class="bar-name">{n.href === null ? n.name : <a href={n.href}>{n.name}</a>}</span>
                <span class="bar-value">{n.text}</span>
                <span class="bar-track" aria-hidden="true">
                  <span class="bar-fill" style={{ width: `${(100 * Math.max(0, n.value)) / whole}%` }} />
                </span>
              </li>
            ))}
        </ul>
      ))}
    </div>
  )
}

export function Flow({ nodes, links, columns, label, height }: FlowProps): VNode {
  const { box, width } = useWidth(900)
  const lit = useSignal<string | null>(null)
  const narrow = width.value < LEAST_WIDTH
  const size = { width: width.value, height, columns, nodeWidth: NODE_WIDTH, gap: 6, least: 2 }
  const { boxes, ribbons } = narrow ? { boxes: [], ribbons: [] } : layoutFlow(nodes, links, size)
  const byId = new Map(nodes.map((n) => [n.id, n]))
  const tones = new Map(links.map((l) => [`${l.from} ${l.to}`, l.tone]))
  const toneOf = (from: string, to: string): Tone => tones.get(`${from} ${to}`) ?? 'total'
  const touches = (from: string, to: string): boolean => lit.value === null || lit.value === from || lit.value === to
  return (
    <div class="flow" ref={box}>
      {narrow ? (
        <FlowList nodes={nodes} columns={columns} />
      ) : (
        <svg width={width.value} height={height} role="group" aria-label={label} onPointerLeave={() => (lit.value = null)}>
          <defs>
            <pattern id="rest-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line x1="0" y1="0" x2="0" y2="6" class="hatch-line" />
            </pattern>
          </defs>
          {ribbons.map((r) => (
            <path
              key={`${r.from} ${r.to}`}
              d={r.path}
              stroke-width={Math.max(0.75, r.width)}
              class={`ribbon tone-${toneOf(r.from, r.to)} ${r.rest ? 'ribbon-rest' : ''} ${touches(r.from, r.to) ? '' : 'dim'}`}
            />
          ))}
          {boxes.map((b) => {
            const node = byId.get(b.id)
            if (node === undefined) return null
            return (
              <g
                key={b.id}
                class={`tone-${node.tone} ${lit.value !== null && lit.value !== b.id ? 'dim-label' : ''}`}
                onPointerEnter={() => (lit.value = b.id)}
              >
                <rect x={b.x} y={b.y} width={NODE_WIDTH} height={b.height} rx="2" class={node.rest ? 'node node-rest' : 'node'} />
                <Label box={b} node={node} last={b.column === columns - 1} lit={lit.value === b.id} />
              </g>
            )
          })}
        </svg>
      )}
    </div>
  )
}
