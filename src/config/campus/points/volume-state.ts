/** How the cubic metres of a gas meter are meant: conversion number, temperature and pressure. */

import { type Dated, gasState, NORMAL_CONDITIONS, type Point, type Quantity } from '../../../domain/index.ts'
import type { PointEntry } from '../../schema/point.ts'
import { blamePart, type Examination, type ExaminedPart, isPresent, windowAt } from '../examine.ts'
import { datedAt } from './dated.ts'

/** Conversion numbers that stand beside the device that serves the point, for as long as it does. */
function numbersOfMeters(part: ExaminedPart<PointEntry>, ex: Examination): readonly Dated<number>[] {
  return (part.value.from ?? []).flatMap((row, i) => {
    const value = row?.conversion_number
    if (value === undefined) return []
    const rows = part.value.from ?? []
    const isDated = rows.length > 1 || isPresent(part, 'from', i, 'valid')
    return [{ value, ...(isDated ? windowAt(part, ['from', i, 'valid'], ex) : { from: null, to: null }) }]
  })
}

export function volumeStateOf(
  part: ExaminedPart<PointEntry>,
  quantity: Quantity,
  ex: Examination,
): Pick<Point, 'conversionNumber' | 'conditions'> {
  const { conditions } = part.value
  const conversionNumber = [...datedAt(part, 'conversion_number', ex), ...numbersOfMeters(part, ex)]
  for (const key of ['conversion_number', 'conditions'] as const)
    if (quantity !== 'volume' && (part.value[key] !== undefined || (key === 'conversion_number' && conversionNumber.length > 0)))
      blamePart(part, [key], ex, { message: `a point of ${quantity} has no cubic metres`, hint: 'leave it out' })
  if (conditions !== undefined && gasState(conditions) === null)
    blamePart(part, ['conditions'], ex, {
      message: `"${conditions}" is not a temperature and a pressure`,
      hint: `write "${NORMAL_CONDITIONS}" or "15 Cel, 1013.25 mbar"`,
    })
  return { ...(conversionNumber.length === 0 ? {} : { conversionNumber }), ...(conditions === undefined ? {} : { conditions }) }
}
