/** Forms of reporting frameworks as data: what each line asks for, and what of a report document answers it. */

import type { EntryKey, FigureId } from '../../../domain/index.ts'
import type { DisclosureLine } from '../../messages/disclosure.ts'
import type { Texts } from '../../messages/language.ts'

export type TemplateAnswer =
  /** A figure of the report; `times` converts it to `unit`, which is then the unit of the line. */
  | { readonly figure: FigureId; readonly times?: number; readonly unit?: string }
  /** What was used of a carrier, in its own unit or as MWh. */
  | { readonly carrier: string; readonly as: 'amount' | 'energy' | 'coal' | 'ghg' }
  /** The last entry of each site before the period ends. */
  | { readonly step: EntryKey; readonly unit: string }
  /** What the service does not know: people fill it in. */
  | { readonly open: Texts }

export interface TemplateLine {
  /** As the framework numbers it. */
  readonly code: string
  readonly title: Texts
  readonly answers: readonly TemplateAnswer[]
}

interface TemplateFrame {
  readonly id: string
  readonly name: Texts
  /** Edition that the codes are of. The framework's own wording governs. */
  readonly edition: string
}

/** Lines of its own, after those of the disclosure index of the same framework. */
export interface LineTemplate extends TemplateFrame {
  readonly form: 'lines'
  readonly index?: DisclosureLine['framework']
  readonly lines: readonly TemplateLine[]
}

/** A row for each meter or bill and month, as bills are entered. */
export interface MeterTemplate extends TemplateFrame {
  readonly form: 'meters'
  /** Figures whose meters and bills are listed. */
  readonly figures: readonly FigureId[]
}

export type DisclosureTemplate = LineTemplate | MeterTemplate
