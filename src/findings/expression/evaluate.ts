/** Values of an expression for every slot of a day. NaN is unknown, and so is whatever depends on it: an unknown condition never fires. Pure. */

import type { RoleSeries, UnitDay } from '../day-data.ts'
import { DAY_FUNCTIONS, SLOT_FUNCTIONS } from './functions.ts'
import type { BinaryOperator, Expression } from './parse.ts'

type AtSlot = (index: number) => number

const truth = (value: boolean): number => (value ? 1 : 0)
const known = (a: number, b: number, value: number): number => (Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : value)

/** Of `or` one true side is enough, of `and` one false one, whatever the other is. */
const OPERATORS: Readonly<Record<BinaryOperator, (a: number, b: number) => number>> = {
  or: (a, b) => (a === 1 || b === 1 ? 1 : known(a, b, truth(a !== 0 || b !== 0))),
  and: (a, b) => (a === 0 || b === 0 ? 0 : known(a, b, 1)),
  '<': (a, b) => known(a, b, truth(a < b)),
  '<=': (a, b) => known(a, b, truth(a <= b)),
  '>': (a, b) => known(a, b, truth(a > b)),
  '>=': (a, b) => known(a, b, truth(a >= b)),
  '==': (a, b) => known(a, b, truth(a === b)),
  '!=': (a, b) => known(a, b, truth(a !== b)),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? Number.NaN : a / b),
}

const TIME_NAMES = ['hour', 'workday', 'sun', 'season'] as const
const NUMBER_FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = { min: Math.min, max: Math.max, abs: Math.abs }

/** Every name that an expression may use besides roles and settings. */
export const KNOWN_NAMES: ReadonlySet<string> = new Set([
  ...TIME_NAMES,
  ...Object.keys(NUMBER_FUNCTIONS),
  ...Object.keys(DAY_FUNCTIONS),
  ...Object.keys(SLOT_FUNCTIONS),
])

function nameAt(name: string, { roles, times, settings }: UnitDay): AtSlot {
  const role = roles[name]
  if (role !== undefined) return (i) => role.slots[i] ?? Number.NaN
  const setting = settings[name]
  if (setting !== undefined) return () => setting
  if (name === 'hour') return (i) => times[i]?.hour ?? Number.NaN
  if (name === 'workday') return (i) => truth(times[i]?.isWorkday ?? false)
  if (name === 'sun') return (i) => times[i]?.sun ?? Number.NaN
  if (name === 'season') return (i) => times[i]?.season ?? Number.NaN
  return () => Number.NaN
}

function rolesOf(args: readonly Expression[], { roles }: UnitDay): readonly RoleSeries[] | null {
  const found: RoleSeries[] = []
  for (const arg of args) {
    if (arg.type !== 'name') continue
    const role = roles[arg.name]
    if (role === undefined) return null
    found.push(role)
  }
  return found
}

const numberIn = (args: readonly Expression[]): number => args.find((arg) => arg.type === 'number')?.value ?? 0

function callAt(name: string, args: readonly Expression[], day: UnitDay): AtSlot {
  const plain = NUMBER_FUNCTIONS[name]
  if (plain !== undefined) {
    const values = args.map((arg) => compile(arg, day))
    return (i) => plain(...values.map((value) => value(i)))
  }
  const roles = rolesOf(args, day)
  const [first] = roles ?? []
  if (roles === null || first === undefined) return () => Number.NaN
  const constant = DAY_FUNCTIONS[name]
  if (constant !== undefined) {
    const value = constant(roles, numberIn(args))
    return () => value
  }
  const atSlot = SLOT_FUNCTIONS[name]
  return (index) => atSlot?.(first, { index, hour: day.times[index]?.hour ?? 0 }, numberIn(args)) ?? Number.NaN
}

/** Constants of the day are computed once. */
export function compile(expression: Expression, day: UnitDay): AtSlot {
  switch (expression.type) {
    case 'number':
      return () => expression.value
    case 'name':
      return nameAt(expression.name, day)
    case 'call':
      return callAt(expression.name, expression.args, day)
    case 'negate': {
      const of = compile(expression.of, day)
      return (i) => -of(i)
    }
    case 'not': {
      const of = compile(expression.of, day)
      return (i) => known(of(i), 0, truth(of(i) === 0))
    }
    case 'binary': {
      const [left, right] = [compile(expression.left, day), compile(expression.right, day)]
      const apply = OPERATORS[expression.operator]
      return (i) => apply(left(i), right(i))
    }
  }
}
