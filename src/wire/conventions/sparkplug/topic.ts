/** Topics of Sparkplug B 3.0 (chapter 4): exact numbers of levels; ids may hold blanks. */

export type SparkplugKind = 'NBIRTH' | 'NDEATH' | 'NDATA' | 'NCMD' | 'DBIRTH' | 'DDEATH' | 'DDATA' | 'DCMD'

export type SparkplugTopic =
  | { readonly kind: 'STATE'; readonly host: string; readonly legacy: boolean }
  | { readonly kind: SparkplugKind; readonly edge: string; readonly device: string | null }

const NODE: ReadonlySet<string> = new Set(['NBIRTH', 'NDEATH', 'NDATA', 'NCMD'])
const DEVICE: ReadonlySet<string> = new Set(['DBIRTH', 'DDEATH', 'DDATA', 'DCMD'])
const CERTIFICATES = '$sparkplug/certificates/'

/** Null: no topic of Sparkplug. `edge` is `<group>/<edge node>`, `device` the name behind it. */
export function parseSparkplugTopic(topic: string): SparkplugTopic | null {
  const levels = (topic.startsWith(CERTIFICATES) ? topic.slice(CERTIFICATES.length) : topic).split('/')
  const [first = '', group = '', kind = '', node = '', device] = levels
  if (first === 'STATE') return levels.length === 2 && group !== '' ? { kind: 'STATE', host: group, legacy: true } : null
  if (first !== 'spBv1.0' || levels.includes('')) return null
  if (group === 'STATE' && levels.length === 3) return { kind: 'STATE', host: kind, legacy: false }
  if (levels.length === 4 && NODE.has(kind)) return { kind: kind as SparkplugKind, edge: `${group}/${node}`, device: null }
  if (levels.length === 5 && DEVICE.has(kind) && device !== undefined)
    return { kind: kind as SparkplugKind, edge: `${group}/${node}`, device }
  return null
}
