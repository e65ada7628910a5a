/** The fault specification: `drop=0.01,delay=30s,reset@2026-03-02T08:00:00+08:00,stuck@T/2h`. */

export type Fault =
  | { readonly kind: 'drop' | 'duplicate'; readonly share: number }
  | { readonly kind: 'delay' | 'skew'; readonly ms: number }
  | { readonly kind: 'reorder'; readonly depth: number }
  | { readonly kind: 'rollover'; readonly modulus: number }
  | { readonly kind: 'qos'; readonly level: 0 }
  | { readonly kind: 'reset'; readonly at: number }
  | { readonly kind: 'stuck' | 'outage'; readonly at: number; readonly ms: number }

export interface FaultPlan {
  readonly faults: readonly Fault[]
}

type Parsed = Fault | { readonly error: string }

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:\d{2})$/
const KINDS = [
  'drop=0.01',
  'duplicate=0.02',
  'delay=30s',
  'reorder=5',
  'reset@T',
  'rollover=M',
  'stuck@T/2h',
  'skew=90s',
  'outage@T/3d',
  'qos=0',
]

/** Milliseconds of `30s`, `2h`, `3d`, `500ms`; null otherwise. */
function duration(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text)
  return found === null ? null : Number(found[1]) * (UNITS[found[2] ?? ''] ?? 1)
}

/** Every fault of a specification, or what is wrong with its first wrong part. Nothing is a plan without faults. */
export function parseFaults(spec: string): FaultPlan | { readonly error: string } {
  const faults: Fault[] = []
  for (const part of spec.split(',').map((p) => p.trim())) {
    if (part === '' && spec.trim() === '') continue
    const fault = parsePart(part)
    if ('error' in fault) return fault
    faults.push(fault)
  }
  return { faults }
}

function parsePart(part: string): Parsed {
  const found = /^([a-z]+)([=@])(.+)$/.exec(part)
  const [, kind = '', sign = '', value = ''] = found ?? []
  switch (`${kind}${sign}`) {
    case 'drop=':
    case 'duplicate=':
      return share(kind as 'drop' | 'duplicate', value, part)
    case 'delay=':
      return ms('delay', value, part)
    case 'skew=':
      return ms('skew', value, part)
    case 'reorder=':
      return /^[1-9]\d{0,3}$/.test(value)
        ? { kind: 'reorder', depth: Number(value) }
        : { error: `"${part}": give how many places a message may move, 1 to 9999` }
    case 'rollover=':
      return Number(value) > 0 && Number.isFinite(Number(value))
        ? { kind: 'rollover', modulus: Number(value) }
        : { error: `"${part}": give the modulus in kWh or m3, above 0` }
    case 'qos=':
      return value === '0' ? { kind: 'qos', level: 0 } : { error: `"${part}": only 0 is a fault; without it devices publish with QoS 1` }
    case 'reset@': {
      const at = moment(value)
      return at === null ? badTime(part, value) : { kind: 'reset', at }
    }
    case 'stuck@':
    case 'outage@':
      return window(kind as 'stuck' | 'outage', value, part)
    default:
      return { error: `"${part}" is not a fault; use ${KINDS.join(', ')}` }
  }
}

function share(kind: 'drop' | 'duplicate', value: string, part: string): Parsed {
  const number = Number(value)
  return number >= 0 && number <= 1 ? { kind, share: number } : { error: `"${part}": give a share from 0 to 1` }
}

/** A clock may be behind as well as ahead; a message is never early. */
function ms(kind: 'delay' | 'skew', value: string, part: string): Parsed {
  const behind = kind === 'skew' && value.startsWith('-')
  const length = duration(behind ? value.slice(1) : value)
  if (length === null) return { error: `"${part}": "${value}" is not a duration such as 30s, 5m, 2h or 3d` }
  return { kind, ms: behind ? -length : length }
}

function window(kind: 'stuck' | 'outage', value: string, part: string): Parsed {
  const cut = value.lastIndexOf('/')
  const at = moment(value.slice(0, Math.max(0, cut)))
  const length = duration(value.slice(cut + 1))
  if (cut < 0 || length === null || length === 0)
    return { error: `"${part}": give a time and a duration, such as ${kind}@2026-03-02T08:00:00+08:00/2h` }
  return at === null ? badTime(part, value.slice(0, cut)) : { kind, at, ms: length }
}

function moment(text: string): number | null {
  const at = RFC3339.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN
  return Number.isNaN(at) ? null : at
}

function badTime(part: string, value: string): Parsed {
  return { error: `"${part}": "${value}" is not an RFC 3339 time, such as 2026-03-02T08:00:00+08:00` }
}
