/** Results as people read them. */

import type { RunResult, EpisodeResult } from './run.ts'

const seconds = (ms: number): string => (ms / 1000).toFixed(1)

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

export const recoveryOf = (episodes: readonly EpisodeResult[]): { p50: number; max: number } => {
  const times = episodes.map((e) => e.recovery)
  return { p50: middle(times), max: Math.max(0, ...times) }
}

function row(name: string, episodes: readonly EpisodeResult[]): string[] {
  const { p50, max } = recoveryOf(episodes)
  const most = Math.max(0, ...episodes.map((e) => e.waiting))
  const drained = Math.max(0, ...episodes.map((e) => e.drained))
  return [name, String(episodes.length), seconds(p50), seconds(max), String(most), seconds(drained)]
}

/** Of every nemesis that came alone, and of those that came together: how often, and how long until readings were taken and stored again. */
function recoveryTable(pair: string, episodes: readonly EpisodeResult[]): string {
  const alone = new Map<string, EpisodeResult[]>()
  for (const episode of episodes) {
    const name = episode.names.length > 1 ? 'several at once' : (episode.names[0] ?? '')
    alone.set(name, [...(alone.get(name) ?? []), episode])
  }
  const names = [...alone.keys()].sort((a, b) => Number(a === 'several at once') - Number(b === 'several at once') || a.localeCompare(b))
  const head = [pair, 'times', 'ingesting again: p50 s', 'max s', 'most waiting', 'drained: max s']
  const cells = [head, ...names.map((name) => row(name, alone.get(name) ?? []))]
  const widths = head.map((_, column) => Math.max(...cells.map((c) => c[column]?.length ?? 0)))
  const line = (c: readonly string[]): string =>
    c.map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0))).join('  ')
  return cells.map(line).join('\n')
}

function account({ pair, messages, verdict, drained, rebuilt, memory }: RunResult): string {
  const { acknowledged, stored, wrongHours, hours } = verdict
  const lines = [
    `${pair}: ${messages} messages acknowledged; ${acknowledged} readings acknowledged, ${stored} stored`,
    `${pair}: ${wrongHours} of ${hours} hour totals off; rebuilt buckets ${rebuilt ? 'are the same bytes' : 'DIFFER'}`,
    `${pair}: after the last message everything was stored in ${seconds(drained)} s; at most ${memory.toFixed(0)} MiB resident`,
    ...verdict.examples,
  ]
  return lines.join('\n')
}

export function tablesOf(results: readonly RunResult[]): string {
  return results.map((result) => `${recoveryTable(result.pair, result.episodes)}\n\n${account(result)}`).join('\n\n')
}

export function isClean({ verdict, rebuilt }: RunResult): boolean {
  return verdict.lost + verdict.duplicated + verdict.phantom + verdict.wrongHours === 0 && rebuilt
}

export function lastLine(seed: number, results: readonly RunResult[]): string {
  const sum = (of: (result: RunResult) => number): number => results.reduce((total, result) => total + of(result), 0)
  const { p50, max } = recoveryOf(results.flatMap((r) => r.episodes))
  const counts = [
    `${sum((r) => r.verdict.lost)} lost`,
    `${sum((r) => r.verdict.duplicated)} duplicated`,
    `${sum((r) => r.verdict.phantom)} phantom`,
    `${sum((r) => r.verdict.wrongHours)} totals off`,
  ]
  const times = `${sum((r) => r.episodes.length)} episodes, ingesting again after ${seconds(p50)} s (p50), ${seconds(max)} s (max)`
  return `seed ${seed}: ${counts.join(', ')}; ${times}`
}
