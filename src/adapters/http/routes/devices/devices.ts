import { type Static, Type } from 'typebox'
import type { RequestedChange } from '../../../../app/devices/api.ts'
import type { DevicePreview } from '../../../../app/devices/device-views.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, longAnswers, strict } from '../../schemas.ts'
import { timeOf } from '../../times.ts'
import { DeviceChangeBody, DeviceListSchema, DevicePreviewSchema, DiscoveredSchema, ProposalSchema } from './device-schemas.ts'

const tags = ['devices']
const Params = Type.Object({ id: Type.String({ maxLength: 60 }) }, strict)
const SheetParams = Type.Object({ file: Type.String({ pattern: '^(register|template)\\.(xlsx|csv)$' }) }, strict)

function changeOf(body: Static<typeof DeviceChangeBody>, zone: string): RequestedChange {
  if (body.kind !== 'meter') return body
  const {
    kind,
    point,
    at,
    last_index: lastIndex,
    first_index: firstIndex,
    device = null,
    serial = null,
    ct_ratio: multiplier = null,
  } = body
  return { kind, point, at: timeOf('body/at', at, zone), lastIndex, firstIndex, device, serial, multiplier }
}

/** Answers are read-only inside; the types of schemas are not. */
const copy = <T extends object>(view: T): T => ({ ...view })

export const deviceRoutes: Route = (app, parts) => {
  const { devices, clock } = parts
  app.get(
    '/api/v1/devices',
    {
      config: permit('devices.list'),
      schema: { summary: 'Devices that serve points, with what is known of each', tags, response: answers(DeviceListSchema) },
    },
    (request) => devices.list(contextOf(request, clock)),
  )
  app.get(
    '/api/v1/devices/discovered',
    {
      config: permit('devices.discovered'),
      schema: {
        summary: 'Fields without a point and topics without a source, with what a form is filled in with',
        tags,
        response: answers(DiscoveredSchema),
      },
    },
    (request) => devices.discovered(contextOf(request, clock)),
  )
  app.get(
    '/api/v1/devices/sheets/:file',
    {
      config: permit('devices.sheet'),
      schema: {
        summary: 'The register as a sheet, or a sheet to fill in',
        tags,
        params: SheetParams,
        produces: ['application/octet-stream'],
        response: answers(Type.Any()),
      },
    },
    async (request, reply) => {
      const [content, format] = request.params.file.split('.') as ['register' | 'template', 'xlsx' | 'csv']
      const file = resultOf(await devices.sheet(contextOf(request, clock), { content, format }))
      return reply.header('content-disposition', `attachment; filename="${file.name}"`).type(file.type).send(Buffer.from(file.bytes))
    },
  )
  changeRoutes(app, parts)
  proposalRoutes(app, parts)
}

const changeRoutes: Route = (app, { devices, clock, heavy, longWork, status }) => {
  app.post(
    '/api/v1/devices/preview',
    {
      config: permit('devices.preview'),
      schema: {
        summary: 'What a change of a device would write, and its totals before and after; nothing is written',
        tags,
        body: DeviceChangeBody,
        response: longAnswers(DevicePreviewSchema),
      },
    },
    (request, reply) => {
      const context = contextOf(request, clock)
      const change = changeOf(request.body, status.timezone())
      const work = async (): Promise<DevicePreview> => copy(resultOf(await devices.preview(context, change)))
      return longWork.answer(request, reply, () => heavy.run(context.principal.key, work))
    },
  )
  app.post(
    '/api/v1/devices/proposals',
    {
      config: permit('devices.propose'),
      schema: { summary: 'Propose a change of a device', tags, body: DeviceChangeBody, response: answers(ProposalSchema) },
    },
    async (request) => copy(resultOf(await devices.propose(contextOf(request, clock), changeOf(request.body, status.timezone())))),
  )
}

const proposalRoutes: Route = (app, { devices, clock, heavy, longWork }) => {
  app.get(
    '/api/v1/devices/proposals',
    {
      config: permit('devices.proposals'),
      schema: {
        summary: 'Proposed changes of devices, newest first',
        tags,
        response: answers(Type.Object({ proposals: Type.Array(ProposalSchema) })),
      },
    },
    async (request) => ({ proposals: await devices.proposals(contextOf(request, clock)) }),
  )
  app.get(
    '/api/v1/devices/proposals/:id/preview',
    {
      config: permit('devices.previewProposal'),
      schema: { summary: 'What a proposal would write as things stand', tags, params: Params, response: longAnswers(DevicePreviewSchema) },
    },
    (request, reply) => {
      const context = contextOf(request, clock)
      const work = async (): Promise<DevicePreview> => copy(resultOf(await devices.previewProposal(context, request.params.id)))
      return longWork.answer(request, reply, () => heavy.run(context.principal.key, work))
    },
  )
  app.post(
    '/api/v1/devices/proposals/:id/apply',
    {
      config: permit('devices.apply'),
      schema: {
        summary: 'Write the file, put the campus in force, and decode again what was wrong',
        tags,
        params: Params,
        response: longAnswers(ProposalSchema),
      },
    },
    (request, reply) => {
      const context = contextOf(request, clock)
      const work = async (): Promise<object> => resultOf(await devices.apply(context, request.params.id))
      return longWork.answer(request, reply, () => heavy.run(context.principal.key, work))
    },
  )
  app.post(
    '/api/v1/devices/proposals/:id/withdraw',
    {
      config: permit('devices.withdraw'),
      schema: { summary: 'Withdraw an open proposal', tags, params: Params, response: answers(ProposalSchema) },
    },
    async (request) => copy(resultOf(await devices.withdraw(contextOf(request, clock), request.params.id))),
  )
}
