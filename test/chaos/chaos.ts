/** `npm run chaos`: the pairs one after another, progress while they run, tables and a verdict. */

import type { Wishes } from './options.ts'
import { type RunResult, runPair } from './run.ts'
import { isClean, lastLine, tablesOf } from './table.ts'

const MINUTE = 60_000

/** Resolves to the exit code: 0 when nothing was lost, doubled, made up or counted wrong. */
export async function chaos({ seed, minutes, kills, pairs }: Wishes, say: (text: string) => void): Promise<number> {
  say(`seed ${seed}, ${kills === null ? `${minutes} minutes` : `${kills} kills each`}: ${pairs.join(', ')}`)
  const results: RunResult[] = []
  const failures: string[] = []
  for (const pair of pairs) {
    try {
      results.push(await runPair({ pair, seed, kills, lasts: (minutes * MINUTE) / pairs.length, say }))
    } catch (error) {
      failures.push(`${pair}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  say(`\n${[tablesOf(results), ...failures].join('\n\n')}\n`)
  say(`${lastLine(seed, results)}${failures.length > 0 ? `; ${failures.length} of ${pairs.length} pairs did not come through` : ''}`)
  return failures.length === 0 && results.every(isClean) ? 0 : 1
}
