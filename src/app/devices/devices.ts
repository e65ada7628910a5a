/** Devices in the hands of people: listed, found, and changed in one file of the campus. Operators propose, admins apply. */

import type { RequestContext } from '../../domain/index.ts'
import { filledColumns, helpSheet, MOST_ROWS, readSheet, registerRows, sheetOf, templateSheet, unitsOf } from '../../devices/index.ts'
import { IMPORT_LIMITS, readTable } from '../../imports/index.ts'
import { csvOf } from '../../sheets/csv.ts'
import type { Refusal } from '../refusal.ts'
import type { DevicesApi, RequestedChange, SheetChoice, SheetFile, SheetUpload } from './api.ts'
import { type CampusWriter, createCampusWriter } from './campus-files.ts'
import { createChanges } from './changes.ts'
import type { DevicesDeps } from './device-deps.ts'
import { listDevices } from './device-list.ts'
import { listDiscovered } from './discovered.ts'
import { proposalView } from './proposal-view.ts'
import { type DeviceRequest, type RowsRequest, rowsOfForm } from './requests.ts'

/** A sheet of 20,000 rows has less. */
const SHEET_BYTES = 8 * 1024 * 1024
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function createDevices(deps: DevicesDeps): DevicesApi {
  const { parts, state } = deps
  const writer = createCampusWriter(parts.campusFiles, deps.reconfigure)
  const changes = createChanges({ ...deps, writer })
  const zone = (): string => state.campus.timezone

  return {
    async list() {
      const pending = await parts.writer.discoveries()
      const lost = new Map(deps.losses.summary().devices.map((d) => [`${d.source} ${d.device}`, d.messages]))
      const lostOf = (source: string, device: string): number => lost.get(`${source} ${device}`) ?? 0
      const { latest, availability } = deps
      const devices = listDevices({ campus: state.campus, latest: latest.map, availability, pending, lostOf, now: parts.clock.now() })
      return { devices, waiting: pending.length + deps.overlooked.list().length }
    },
    async discovered() {
      const conventions = parts.campusFiles?.input().conventions ?? []
      return listDiscovered({
        campus: state.campus,
        conventions,
        pending: await parts.writer.discoveries(),
        topics: deps.overlooked.list(),
      })
    },
    sheet: async (_context, choice) => sheetFile(writer, choice),
    previewSheet: async (_context, sheet) => withRows(sheet, (request) => changes.preview(request)),
    preview: async (_context, change) => changes.preview(requestOf(change)),
    proposeSheet: async (context, sheet) => withRows(sheet, (request) => propose(context, request)),
    propose: (context, change) => propose(context, requestOf(change)),
    proposals: async () => (await changes.proposals.list()).toReversed().map((p) => proposalView(p, zone())),
    async previewProposal(_context, id) {
      const proposal = await changes.proposals.find(id)
      return proposal === null ? unknownProposal(id) : changes.preview(proposal.request)
    },
    async apply({ principal }, id) {
      const proposal = await changes.proposals.find(id)
      if (proposal === null) return unknownProposal(id)
      const applied = await changes.apply(proposal, principal.key)
      return 'refused' in applied ? applied : proposalView(applied, zone())
    },
    async withdraw({ principal }, id) {
      const proposal = await changes.proposals.find(id)
      if (proposal === null) return unknownProposal(id)
      if (proposal.state !== 'open')
        return { refused: 'refused', detail: `"${id}" is ${proposal.state}: only an open proposal is withdrawn` }
      return proposalView(await changes.proposals.record(id, { state: 'withdrawn', by: principal.key }), zone())
    },
  }

  async function propose({ principal }: RequestContext, request: DeviceRequest) {
    const plan = changes.plan(request)
    if ('refused' in plan) return plan
    if (plan.faults.length > 0) return refuseFaults(plan.faults)
    return proposalView(await changes.proposals.add(request, principal.key), zone())
  }
}

const unknownProposal = (id: string): Refusal => ({ refused: 'unknown-proposal', detail: `no proposal "${id}"` })

function refuseFaults(
  faults: readonly { readonly cell: string; readonly column: string; readonly message: string; readonly hint: string | null }[],
): Refusal {
  return {
    refused: 'invalid-request',
    detail: `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}: nothing is written`,
    faults: faults.map(({ column, message, hint }) => ({ path: column, message: hint === null ? message : `${message}; ${hint}` })),
  }
}

function requestOf(change: RequestedChange): DeviceRequest {
  return change.kind === 'point' ? rowsOfForm(change.row) : change
}

/** The rows of a sheet; a refusal where it has none that can be read. */
function withRows<T>(
  { name, bytes }: SheetUpload,
  use: (request: RowsRequest) => Promise<T | Refusal> | T | Refusal,
): Promise<T | Refusal> | T | Refusal {
  const refuse = (detail: string): Refusal => ({ refused: 'refused', detail })
  const table = readTable(bytes, { sheet: '1' }, { ...IMPORT_LIMITS, bytes: SHEET_BYTES })
  if (!table.ok) return refuse(`"${name}" cannot be read as a sheet: ${table.failures.map((f) => f.reason).join('; ')}`)
  const { columns, rows, header } = readSheet(table.value)
  if (header === null) return refuse('no row names the columns: begin with a row of heads, make, topic, device, field, place, quantity')
  if (rows.length === 0) return refuse('there are no rows below the heads: write one row for each point')
  if (rows.length > MOST_ROWS) return refuse(`the sheet has more than ${MOST_ROWS} rows: import it in parts`)
  return use({ kind: 'rows', file: name, columns, rows })
}

async function sheetFile(writer: CampusWriter, { content, format }: SheetChoice): Promise<SheetFile | Refusal> {
  const register = content === 'register' ? writer.register() : null
  if (register !== null && 'refused' in register) return register
  const rows = register === null ? templateSheet() : exportRows(register)
  const name = content === 'register' ? 'devices' : 'devices-template'
  if (format === 'csv')
    return { name: `${name}.csv`, type: 'text/csv; charset=utf-8', bytes: new TextEncoder().encode(`\ufeff${csvOf(rows)}`) }
  const sheets = [{ name: 'devices', rows }, ...(content === 'template' ? [{ name: 'columns', rows: helpSheet() }] : [])]
  return { name: `${name}.xlsx`, type: XLSX, bytes: await (await import('../../sheets/xlsx.ts')).writeTables(sheets) }
}

function exportRows(register: Exclude<ReturnType<CampusWriter['register']>, Refusal>): ReturnType<typeof sheetOf> {
  const rows = registerRows(register.config.campus, unitsOf(register))
  return sheetOf(rows, filledColumns(rows))
}
