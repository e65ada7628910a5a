/** The text of an iCalendar file (RFC 5545) as components with the lines that they stand on, so that each fault names its line. */

export interface ContentLine {
  /** Of the file, from 1; a folded line has that of its beginning. */
  readonly line: number
  /** Upper case. */
  readonly name: string
  readonly parameters: Readonly<Record<string, string>>
  readonly value: string
  /** Unfolded. */
  readonly text: string
}

export interface CalendarComponent {
  /** VEVENT, VTIMEZONE ... */
  readonly kind: string
  /** Of `BEGIN`. */
  readonly line: number
  /** Without those of components within it. */
  readonly lines: readonly ContentLine[]
  /** All of it with BEGIN and END. */
  readonly text: string
}

export interface LineFault {
  readonly line: number
  readonly name: string
  readonly message: string
  readonly hint: string
}

export interface CalendarText {
  /** Components of the calendar itself. */
  readonly components: readonly CalendarComponent[]
  readonly faults: readonly LineFault[]
}

/** Lines that begin with white space continue the one before (3.1). */
function unfold(text: string): { line: number; text: string }[] {
  const lines: { line: number; text: string }[] = []
  for (const [i, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const last = lines.at(-1)
    if (/^[ \t]/.test(raw) && last !== undefined) last.text += raw.slice(1)
    else if (raw.trim() !== '') lines.push({ line: i + 1, text: raw.replace(/^\uFEFF/, '') })
  }
  return lines
}

/** `DTSTART;TZID="Europe/Berlin":20261020T090000`; null for a text without a name and a value. */
function contentLine({ line, text }: { line: number; text: string }): ContentLine | null {
  const [, head, parameters = '', value] =
    /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$/.exec(text) ?? []
  if (head === undefined || value === undefined) return null
  const pairs = [...parameters.matchAll(/;([A-Za-z0-9-]+)=("[^"]*"|[^;]*)/g)].map(
    ([, key = '', of = '']) => [key.toUpperCase(), of.replaceAll('"', '')] as const,
  )
  return { line, name: head.toUpperCase(), parameters: Object.fromEntries(pairs), value, text }
}

interface OpenComponent {
  readonly kind: string
  readonly line: number
  readonly lines: ContentLine[]
  readonly texts: string[]
}

export function readComponents(text: string): CalendarText {
  const faults: LineFault[] = []
  const components: CalendarComponent[] = []
  const open: OpenComponent[] = []
  for (const raw of unfold(text)) {
    const own = contentLine(raw)
    if (own === null) {
      faults.push({
        line: raw.line,
        name: '',
        message: `"${raw.text.slice(0, 40)}" is no line of iCalendar`,
        hint: 'a line is NAME:VALUE, or NAME;PARAMETER=TEXT:VALUE',
      })
      continue
    }
    if (own.name === 'BEGIN') open.push({ kind: own.value.trim().toUpperCase(), line: own.line, lines: [], texts: [] })
    // Components within a component (alarms, the halves of a time zone) belong to its text.
    for (const outer of open.slice(1)) outer.texts.push(own.text)
    if (own.name === 'END') closeComponent(own, open, components, faults)
    else if (own.name !== 'BEGIN') open.at(-1)?.lines.push(own)
  }
  const first = open[0]
  if (first !== undefined)
    faults.push({
      line: first.line,
      name: 'BEGIN',
      message: `${first.kind} has no end`,
      hint: `the file is cut: END:${first.kind} is missing`,
    })
  else if (components.length === 0 && !/^BEGIN:VCALENDAR/im.test(text))
    faults.push({ line: 1, name: '', message: 'no iCalendar file', hint: 'it begins with BEGIN:VCALENDAR' })
  return { components, faults }
}

function closeComponent(end: ContentLine, open: OpenComponent[], components: CalendarComponent[], faults: LineFault[]): void {
  const kind = end.value.trim().toUpperCase()
  const last = open.at(-1)
  if (last?.kind !== kind) {
    faults.push({
      line: end.line,
      name: 'END',
      message: `END:${kind} ends nothing`,
      hint: last === undefined ? 'no component is open' : `${last.kind} of line ${last.line} is open`,
    })
    return
  }
  open.pop()
  if (open.length === 1) components.push({ kind, line: last.line, lines: last.lines, text: last.texts.join('\r\n') })
}
