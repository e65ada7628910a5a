/** Rows to the service, a thousand a request, and the wait until they are stored and rolled up. */

import { basename } from 'node:path'
import type { Shipment } from '../../../imports/index.ts'
import { ask } from '../../support/api.ts'
import { awaitStored } from '../../support/await-stored.ts'
import type { ApiClient, CommandContext } from '../../support/command.ts'
import { progressBar } from '../../support/progress-bar.ts'

const ROWS_PER_REQUEST = 1000

export async function sendShipments(
  ctx: CommandContext,
  api: ApiClient,
  { file, shipments, acceptSince }: { readonly file: string; readonly shipments: readonly Shipment[]; readonly acceptSince: number | null },
): Promise<StoredImport> {
  const { id } = await ask<StoredImport>(api, 'POST', '/api/v1/imports', { file: basename(file), points: shipments.map((s) => s.point.id) })
  const marks = { import: id, ...(acceptSince === null ? {} : { accept_since: acceptSince }) }
  let seq = 0
  for (const shipment of shipments) seq = Math.max(seq, await sendOne(ctx, api, { shipment, marks }))
  const stored = await ask<StoredImport>(api, 'POST', `/api/v1/imports/${id}/finish`)
  await awaitStored(ctx, api, { seq, rolled: true })
  return stored
}

/** An import as the service lists it. */
export interface StoredImport {
  readonly id: string
  readonly replaced: number
}

async function sendOne(
  ctx: CommandContext,
  api: ApiClient,
  { shipment, marks }: { readonly shipment: Shipment; readonly marks: { readonly import: string; readonly accept_since?: number } },
): Promise<number> {
  const { point, length } = shipment
  const bar = progressBar(ctx, point.id, length)
  let seq = 0
  for (let i = 0; i < length; i += ROWS_PER_REQUEST) {
    const end = Math.min(length, i + ROWS_PER_REQUEST)
    const body = { point: point.id, ...requestRows(shipment, i, end), ...marks }
    seq = (await ask<{ seq: number }>(api, 'POST', '/api/v1/import', body)).seq
    bar.update(end)
  }
  bar.stop()
  return seq
}

interface RequestRows {
  readonly rows: readonly (readonly [time: number, value: number])[]
  readonly estimated?: readonly number[]
}

function requestRows({ imported, timeOf, valueOf }: Shipment, from: number, to: number): RequestRows {
  const part = imported.rows.slice(from, to)
  const estimated = part.flatMap((row, i) => (row.quality === 'estimated' ? [i] : []))
  const rows = part.map((row) => [timeOf(row.time), valueOf(row)] as const)
  return estimated.length === 0 ? { rows } : { rows, estimated }
}
