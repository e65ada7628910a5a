// A year of hours before and one after, fitted by caltrack-hourly, for so many meters. argv: meters. Prints {"seconds"}.

import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const meters = Number(process.argv[2])
const DIST = resolve(import.meta.dirname, '../../../dist/src')
const from = (path) => import(pathToFileURL(join(DIST, path)).href)
const { fitSavings } = await from('savings/fit/fit-savings.js')
const { calendarOf } = await from('domain/index.js')

const HOUR = 3_600_000
const START = Date.UTC(2023, 0, 1)
const HOURS = 2 * 8760
const span = (first, last) => ({ from: START + first * HOUR, to: START + last * HOUR })
const degrees = (i) => 12 - 14 * Math.cos((2 * Math.PI * i) / 8760) + 5 * Math.sin((2 * Math.PI * i) / 24)
const temperature = Array.from({ length: HOURS }, (_, i) => ({ time: START + i * HOUR, value: degrees(i) }))

function meterOf(number) {
  const use = (i) => {
    const [hour, day] = [i % 24, Math.floor(i / 24) % 7]
    const open = hour >= 8 && hour < 19 && day > 0 && day < 6
    return (20 + (open ? 40 : 0) + 2 * Math.max(degrees(i) - 20, 0)) * (1 + 0.1 * Math.sin(i * (1.3 + number)))
  }
  return Array.from({ length: HOURS }, (_, i) => ({ time: START + i * HOUR, value: use(i) }))
}

const plan = {
  model: 'caltrack-hourly',
  temperature,
  baseline: span(0, 8760),
  reporting: span(8760, HOURS),
  unit: 'C',
  fuel: 'electricity',
}
const shared = { ...plan, zone: 'Asia/Shanghai', calendar: calendarOf('CN'), force: false }
let spent = 0
for (let number = 0; number < meters; number++) {
  const meter = meterOf(number)
  const started = performance.now()
  const { saving } = fitSavings({ ...shared, meter })
  spent += performance.now() - started
  if (saving === null) throw new Error(`meter ${number} was not fitted`)
}
process.stdout.write(`${JSON.stringify({ seconds: spent / 1000 })}\n`)
