import type { Fault } from './types.ts'

/** One line for people: `campus.yaml:12:5: points[3].kind: "conter" is not one of counter, instant; did you mean "counter"?` */
export function faultText(fault: Fault): string {
  const where = [fault.file, fault.line, fault.column].filter((part) => part !== null).join(':')
  const path = fault.path === '' ? '' : `${fault.path}: `
  return `${where}: ${path}${fault.message}${fault.hint === null ? '' : `; ${fault.hint}`}`
}
