// Loaded before a program (NODE_OPTIONS=--import): its calendar clock is off by what the file MOVED_CLOCK says, ms; timers run on, as after `date -s`.

import { readFileSync } from 'node:fs'

const LOOK_MS = 20
const RealDate = Date
let offset = 0
let looked = -LOOK_MS

function moved() {
  if (performance.now() - looked >= LOOK_MS) {
    looked = performance.now()
    offset = Number(readFileSync(process.env.MOVED_CLOCK, 'utf8')) || 0
  }
  return RealDate.now() + offset
}

globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [moved()] : args))
  }
  static now() {
    return moved()
  }
}
