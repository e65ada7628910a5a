/** Names for the parts of the API that screens share. Every shape comes from /openapi.json; a screen names the answers that only it reads. */

import type { Operations } from './generated/schema.ts'

/** Answers are read, never changed. */
type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T

type Answers = { [Name in keyof Operations]: Operations[Name] extends { response: infer Shape } ? Shape : never }
/** What an operation answers: `Answer<'GET /api/v1/now'>`. */
export type Answer<Name extends keyof Operations> = DeepReadonly<Answers[Name]>

export type Names = Answer<'GET /api/v1/campus'>['name']
/** A building without a name of its own is called by its id. */
export interface Building {
  readonly id: string
  readonly name?: Names
}
export interface Site {
  readonly id: string
  readonly kind?: string
  readonly name: Names
  readonly buildings?: readonly Building[]
}
export interface Campus {
  readonly id: string
  readonly name: Names
  readonly timezone: string
  readonly fiscal_start?: number
  readonly simulated?: boolean
  readonly sites: readonly Site[]
}

export type Point = Answer<'GET /api/v1/points/{id}'>
export type Coverage = NonNullable<Point['coverage_detail']>
export type Finding = Point['findings'][number]

export type Now = Answer<'GET /api/v1/now'>
export type MediumState = Now['media'][number]
export type Sum = MediumState['total']
export type Amount = MediumState['today']

export type Job = Answer<'GET /api/v1/progress'>['jobs'][number]
export type Alarm = Answer<'GET /api/v1/alarms'>['alarms'][number]
export type Session = Answer<'GET /api/v1/session'>

export type Report = Answer<'GET /api/v1/figures'>
export type Figure = Report['figures'][number]
