import { Type } from 'typebox'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { longAnswers, strict } from '../../schemas.ts'

const ForgetBody = Type.Object(
  {
    device: Type.String({ minLength: 1, maxLength: 300 }),
    preview: Type.Optional(Type.Boolean({ description: 'change nothing' })),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
  },
  strict,
)
const ForgottenSchema = Type.Object({
  device: Type.String(),
  points: Type.Array(Type.String(), { description: 'points of occupancy that the device serves or served' }),
  readings: Type.Integer({ description: 'rows that were removed' }),
  messages: Type.Integer({ description: 'raw messages whose payload was overwritten' }),
  open: Type.Integer({ description: 'raw messages that are still in the journal: forget again later' }),
})

export const forgetRoutes: Route = (app, { administration, clock, heavy, longWork }) => {
  app.post(
    '/api/v1/forget',
    {
      config: permit('administration.forget'),
      schema: {
        summary: 'Remove what a device tells of people: readings of occupancy and its raw messages; totals stay',
        tags: ['administration'],
        body: ForgetBody,
        response: longAnswers(ForgottenSchema),
      },
    },
    (request, reply) => {
      const { device, preview = false, reason } = request.body
      const context = { ...contextOf(request, clock), ...(reason === undefined ? {} : { reason }) }
      const forget = async (): Promise<object> => resultOf(await administration.forget(context, { device, preview }))
      return longWork.answer(request, reply, () => heavy.run(context.principal.key, forget))
    },
  )
}
