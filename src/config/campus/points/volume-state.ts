/** How the cubic metres of a gas meter are meant: conversion number, temperature and pressure. */

import { gasState, NORMAL_CONDITIONS, type Point, type Quantity } from '../../../domain/index.ts'
import type { PointEntry } from '../../schema/point.ts'
import { blamePart, type Examination, type ExaminedPart } from '../examine.ts'
import { datedAt } from './dated.ts'

export function volumeStateOf(
  part: ExaminedPart<PointEntry>,
  quantity: Quantity,
  ex: Examination,
): Pick<Point, 'conversionNumber' | 'conditions'> {
  const { conditions } = part.value
  const conversionNumber = datedAt(part, 'conversion_number', ex)
  for (const key of ['conversion_number', 'conditions'] as const)
    if (part.value[key] !== undefined && quantity !== 'volume')
      blamePart(part, [key], ex, { message: `a point of ${quantity} has no cubic metres`, hint: 'leave it out' })
  if (conditions !== undefined && gasState(conditions) === null)
    blamePart(part, ['conditions'], ex, {
      message: `"${conditions}" is not a temperature and a pressure`,
      hint: `write "${NORMAL_CONDITIONS}" or "15 Cel, 1013.25 mbar"`,
    })
  return { ...(conversionNumber.length === 0 ? {} : { conversionNumber }), ...(conditions === undefined ? {} : { conditions }) }
}
