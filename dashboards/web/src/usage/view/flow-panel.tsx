/** The flow of media from source over place to use, with names, hues and links; parts that exceed their meter are named below. */

import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import { Flow, type NamedNode } from '../../graphs/svg/flow.tsx'
import { campus } from '../../state/campus.ts'
import { t } from '../../text/language.ts'
import { mediumName, placeName, useName } from '../../text/places.ts'
import { toneOf } from '../../ui/medium.tsx'
import { Empty } from '../../ui/states.tsx'
import { amountText } from '../amounts.ts'
import { flowOf, type FlowGraph, OTHER_PLACES, REST } from '../flow-nodes.ts'
import type { Usage } from '../usage-api.ts'

export interface FlowPanelProps {
  readonly usages: readonly { readonly source: string; readonly usage: Usage }[]
  readonly label: string
  readonly height: number
}

function nameOf(kind: string, key: string): string {
  if (key === REST) return t('rest')
  if (kind === 'source') return mediumName(key)
  if (kind === 'use') return useName(key)
  return key === OTHER_PLACES ? t('flow.other') : placeName(key, campus.value.value)
}

function named({ nodes }: FlowGraph, unit: string, tone: NamedNode['tone']): readonly NamedNode[] {
  return nodes.map((node) => {
    const [, kind = '', key = ''] = /^(\w+):(.*)$/s.exec(node.id) ?? []
    const leads = kind === 'place' && key !== REST && key !== OTHER_PLACES
    return {
      ...node,
      name: nameOf(kind, key),
      text: amountText(node.value, unit),
      href: leads ? hrefOf(['buildings', key]) : null,
      tone: kind === 'source' ? toneOf(key) : node.rest ? 'total' : tone,
    }
  })
}

export function FlowPanel({ usages, label, height }: FlowPanelProps): VNode {
  const graph = flowOf(usages)
  const unit = usages[0]?.usage.unit ?? ''
  const tone = usages.length === 1 ? toneOf(usages[0]?.source ?? null) : 'total'
  if (graph.nodes.length === 0) return <Empty>{t('load.none')}</Empty>
  return (
    <>
      <Flow
        nodes={named(graph, unit, tone)}
        links={graph.links.map((l) => ({ ...l, tone: toneOf(l.source) }))}
        columns={3}
        label={label}
        height={height}
      />
      {graph.excess.map(({ place, value }) => (
        <p key={place ?? ''} class="warn">
          {t('flow.excess', {
            place: place === null ? t('place.all') : placeName(place, campus.value.value),
            amount: amountText(value, unit),
          })}
        </p>
      ))}
    </>
  )
}
