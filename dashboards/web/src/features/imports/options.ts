/** The options of an import as fields of a form, by the names of the command. */

export interface OptionField {
  readonly name: string
  /** What may be chosen; absent: free text. The empty choice leaves the option to detection. */
  readonly choices?: readonly string[]
  /** A line each: the option may be given several times. */
  readonly lines?: boolean
}

export const OPTION_FIELDS = [
  { name: 'profile', choices: ['green-button', 'espi', 'nem12', 'niagara', 'german-grid', 'linky', 'wide'] },
  { name: 'zone' },
  { name: 'time-format' },
  { name: 'time' },
  { name: 'date' },
  { name: 'clock' },
  { name: 'value' },
  { name: 'unit' },
  { name: 'scale' },
  { name: 'ct-ratio' },
  { name: 'decimal', choices: ['.', ','] },
  { name: 'thousands', choices: ['none', '.', ',', 'space', "'"] },
  { name: 'delimiter' },
  { name: 'skip' },
  { name: 'sheet' },
  { name: 'encoding' },
  { name: 'where', lines: true },
  { name: 'stamp', choices: ['begin', 'end'] },
  { name: 'interval' },
  { name: 'estimated', lines: true },
  { name: 'duplicates', choices: ['first', 'last', 'sum'] },
  { name: 'accept-since' },
] as const satisfies readonly OptionField[]

export type OptionName = (typeof OPTION_FIELDS)[number]['name']

/** Empty values are left to detection. */
export type OptionValues = Readonly<Record<string, string>>

export interface Proposal {
  readonly name: OptionName
  readonly value: string
  /** The value stands for what the reader has to fill in: COLUMN, PATTERN. */
  readonly open: boolean
}

/** `--zone 'Europe/Berlin'` as an option and its value; null for what is no field of the form. */
export function parseProposal(text: string): Proposal | null {
  const [, name = '', raw = ''] = /^--([\w-]+)[ =]?(.*)$/.exec(text) ?? []
  const field = OPTION_FIELDS.find((f) => f.name === name)
  if (field === undefined) return null
  const value = raw.replace(/^(['"])(.*)\1$/, '$2')
  return { name: field.name, value, open: /\b[A-Z]{3,}\b/.test(value) && value !== 'UTC' }
}
