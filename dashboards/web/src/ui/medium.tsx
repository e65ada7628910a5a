/** One hue per medium, the same in every card, chart, chip and icon. */

import { Box, Droplet, Flame, type IconNode, Recycle, Sun, Thermometer, Trash2, Zap } from 'lucide'
import type { VNode } from 'preact'
import { Icon } from './icon.tsx'

export type Tone = 'electricity' | 'gas' | 'heat' | 'tap' | 'reclaimed' | 'solar' | 'waste' | 'total'

const TONES: Readonly<Record<string, Tone>> = {
  electricity: 'electricity',
  gas: 'gas',
  heat: 'heat',
  'hot-water': 'heat',
  'tap-water': 'tap',
  'reclaimed-water': 'reclaimed',
  solar: 'solar',
  waste: 'waste',
}

const ICONS: Readonly<Record<Tone, IconNode>> = {
  electricity: Zap,
  gas: Flame,
  heat: Thermometer,
  tap: Droplet,
  reclaimed: Recycle,
  solar: Sun,
  waste: Trash2,
  total: Box,
}

/** Slate for what belongs to no medium. */
export function toneOf(medium: string | null): Tone {
  return TONES[medium ?? ''] ?? 'total'
}

/** What the sun heats is solar, whatever it is measured in. */
export function toneOfPoint({ medium, use }: { readonly medium: string | null; readonly use: string | null }): Tone {
  return use === 'solar-thermal' ? 'solar' : toneOf(medium)
}

/** `icon` where it stands for something else than a medium. */
export function MediumChip({ tone, icon = ICONS[tone] }: { tone: Tone; icon?: IconNode }): VNode {
  return (
    <span class={`chip tone-${tone}`}>
      <Icon node={icon} size={16} />
    </span>
  )
}
