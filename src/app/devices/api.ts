/** Use cases of those who connect devices: the list, what is found without a point, and changes of the campus file that an operator proposes and an admin applies. */

import type { RequestContext } from '../../domain/index.ts'
import type { RegisterRow } from '../../devices/index.ts'
import type { Refusal } from '../refusal.ts'
import type { DeviceListView, DiscoveredView, DevicePreview, ProposalView } from './device-views.ts'
import type { LiveRequest, MeterRequest, UnitRequest } from './requests.ts'

/** What a request of a client asks for: rows of the form by the names of the columns of the sheet. */
export type RequestedChange = MeterRequest | UnitRequest | LiveRequest | { readonly kind: 'point'; readonly row: RegisterRow }

export interface SheetUpload {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface SheetFile {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

export interface SheetChoice {
  /** The register as it is, or a sheet to fill in. */
  readonly content: 'register' | 'template'
  readonly format: 'xlsx' | 'csv'
}

export interface DevicesApi {
  list(context: RequestContext): Promise<DeviceListView>
  /** Fields without a point, with what the form is filled in with. */
  discovered(context: RequestContext): Promise<DiscoveredView>
  sheet(context: RequestContext, choice: SheetChoice): Promise<SheetFile | Refusal>
  /** Reads a sheet and names all of its faults; nothing is written. */
  previewSheet(context: RequestContext, sheet: SheetUpload): Promise<DevicePreview | Refusal>
  /** What would be written, and the totals on both sides. Nothing is written. */
  preview(context: RequestContext, change: RequestedChange): Promise<DevicePreview | Refusal>
  proposeSheet(context: RequestContext, sheet: SheetUpload): Promise<ProposalView | Refusal>
  propose(context: RequestContext, change: RequestedChange): Promise<ProposalView | Refusal>
  /** Newest first. */
  proposals(context: RequestContext): Promise<readonly ProposalView[]>
  /** The preview of a proposal as things stand now. */
  previewProposal(context: RequestContext, id: string): Promise<DevicePreview | Refusal>
  /** Writes the file, puts the campus in force and decodes again what was wrong. */
  apply(context: RequestContext, id: string): Promise<ProposalView | Refusal>
  withdraw(context: RequestContext, id: string): Promise<ProposalView | Refusal>
}
