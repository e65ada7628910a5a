import { type Static, Type } from 'typebox'
import type { ImportEntry } from '../../../../app/administration/imports/register.ts'
import { formatIn, type Instant } from '../../../../domain/index.ts'
import { nullable, PointId } from '../../schemas.ts'

export const ImportId = Type.String({ pattern: '^import-[0-9]{1,12}$', description: 'id of an import' })

const count = (description: string): ReturnType<typeof Type.Integer> => Type.Integer({ minimum: 0, description })
const time = (description: string) => nullable(Type.String({ description }))

export const KeptSchema = Type.Object({
  point: PointId,
  readings: count('readings that stay as they are'),
  import: nullable(Type.String({ description: 'the later import whose rows stand there; null: readings of another origin' })),
})

const Undone = Type.Object({
  by: Type.String(),
  at: Type.String(),
  restored: count('readings that came back'),
  removed: count('readings that are gone'),
  kept: Type.Array(KeptSchema),
})

export const ImportSchema = Type.Object({
  id: ImportId,
  file: nullable(Type.String({ description: 'name of the file; null: rows of a program' })),
  by: Type.String(),
  opened: Type.String(),
  state: Type.Union([Type.Literal('open'), Type.Literal('stored'), Type.Literal('undoing'), Type.Literal('undone')]),
  points: Type.Array(PointId),
  readings: count('readings of the import'),
  replaced: count('of them those that took the place of others'),
  from: time('first reading'),
  to: time('last reading'),
  undone: nullable(Undone),
})

/** Times with the offset of the zone. */
export function importView(entry: ImportEntry, zone: string): Static<typeof ImportSchema> {
  const at = (value: Instant): string => formatIn(zone, value)
  const { undone } = entry
  return {
    id: entry.id,
    file: entry.file,
    by: entry.by,
    opened: at(entry.opened),
    state: entry.state,
    points: [...entry.points],
    readings: entry.readings,
    replaced: entry.replaced,
    from: entry.from === null ? null : at(entry.from),
    to: entry.to === null ? null : at(entry.to),
    undone: undone === null ? null : { ...undone, at: at(undone.at), kept: undone.kept.map((kept) => ({ ...kept })) },
  }
}
