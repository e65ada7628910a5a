/** Commands that add what a report says is missing. Sentences name the thing; only the command line names commands. */

import type { ReportDocument } from '../../figures/document/report-document.ts'
import type { Message } from '../../figures/messages/message.ts'

/** `{key}` becomes the value of that name in the message. */
const HINTS: Readonly<Partial<Record<Message['code'], string>>> = {
  'no-base-year': 'campus entry set base-year YEAR --from DATE',
  'no-step': 'campus entry set {key} VALUE --site {site} --from DATE',
  'no-instrument': 'campus entry set instrument.TYPE MWH --factor F --reference REGISTRY --site ID --from DATE --to DATE',
  'factor-not-shipped': 'campus factor add {kind} VALUE --region REGION --publisher WHO --document WHICH',
  'no-factor': 'campus factor add {kind} VALUE --publisher WHO --document WHICH',
  'no-grid': 'campus factor add grid.co2 VALUE --region GRID --publisher WHO --document WHICH',
}

function hintOf({ code, values }: Message): string[] {
  const hint = HINTS[code]
  const wordOf = (whole: string, name: string): string => {
    const value = values[name]
    return typeof value === 'string' ? value : whole
  }
  return hint === undefined ? [] : [hint.replace(/\{(\w+)\}/g, wordOf)]
}

/** Each command once, in the order of the figures. */
export function commandHints({ figures, comparison }: ReportDocument): string[] {
  const messages = [...figures.flatMap((f) => f.missing), ...(comparison.base_note === null ? [] : [comparison.base_note])]
  return [...new Set(messages.flatMap(hintOf))]
}
