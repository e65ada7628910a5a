import { type Static, Type } from 'typebox'
import type { SheetUpload } from '../../../../app/devices/api.ts'
import { Problem } from '../../problems.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, strict } from '../../schemas.ts'
import { DevicePreviewSchema, ProposalSchema } from './device-schemas.ts'

/** A sheet of 20,000 rows has less. */
const SHEET_BYTES = 8 * 1024 * 1024
const OCTETS = 'application/octet-stream'
const Query = Type.Object({ file: Type.String({ minLength: 1, maxLength: 255, description: 'name of the sheet' }) }, strict)

function uploadOf({ body, query }: { readonly body: unknown; readonly query: unknown }): SheetUpload {
  if (!(body instanceof Uint8Array) || body.length === 0) throw new Problem('invalid-request', 'the body is the sheet, as bytes')
  return { name: (query as Static<typeof Query>).file, bytes: body }
}

/** In a scope of its own: only these routes take bytes. */
export const deviceSheetRoutes: Route = (app, { devices, clock, heavy }) => {
  void app.register(async (scope) => {
    scope.addContentTypeParser(OCTETS, { parseAs: 'buffer', bodyLimit: SHEET_BYTES }, (_request, body, done) => done(null, body))
    const common = { tags: ['devices'], consumes: [OCTETS], querystring: Query }
    scope.post(
      '/api/v1/devices/sheet/preview',
      {
        config: permit('devices.previewSheet'),
        bodyLimit: SHEET_BYTES,
        schema: {
          ...common,
          summary: 'Read a sheet of devices: every fault with its cell, the points that it gives; nothing is written',
          response: answers(DevicePreviewSchema),
        },
      },
      (request) => {
        const context = contextOf(request, clock)
        const upload = uploadOf(request)
        return heavy.run(context.principal.key, async () => ({ ...resultOf(await devices.previewSheet(context, upload)) }))
      },
    )
    scope.post(
      '/api/v1/devices/sheet/proposals',
      {
        config: permit('devices.proposeSheet'),
        bodyLimit: SHEET_BYTES,
        schema: { ...common, summary: 'Propose the rows of a sheet of devices', response: answers(ProposalSchema) },
      },
      (request) => {
        const context = contextOf(request, clock)
        const upload = uploadOf(request)
        return heavy.run(context.principal.key, async () => ({ ...resultOf(await devices.proposeSheet(context, upload)) }))
      },
    )
  })
}
