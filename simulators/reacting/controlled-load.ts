/**
 * A switched load that obeys. Until its first command it switches itself as its model does. A gateway or timer that hears nothing for `after` ms ends
 * the commanded state: the gateway runs the load as it ran before control, the timer switches off; without either it stays as it is.
 */

export type FailSafeKind = 'device-timeout' | 'gateway-watchdog' | 'none'

export interface FailSafeRule {
  readonly by: FailSafeKind
  /** ms */
  readonly after: number
}

export type LoadMode = 'own' | 'commanded' | 'fallback'

export interface LoadState {
  readonly mode: LoadMode
  /** Share of full output; of mode `own` and `fallback` the model and the program say it. */
  readonly level: number
  /** Epoch ms of the last command; null: none yet. */
  readonly commandedAt: number | null
}

export const UNCOMMANDED: LoadState = { mode: 'own', level: 0, commandedAt: null }

export interface Command {
  readonly id: string
  readonly channel: string
  readonly value: unknown
  /** Epoch ms from which on it must not be carried out; null: it never ends. */
  readonly expires: number | null
}

export type Answer = { readonly result: 'done'; readonly state: LoadState } | { readonly result: 'refused'; readonly reason: string }

/** The level that a value asks for, or null when the channel does not take it. */
export function levelOf({ channel, value }: Pick<Command, 'channel' | 'value'>): number | null {
  if (channel === 'switch') return value === true || value === 'on' ? 1 : value === false || value === 'off' ? 0 : null
  return channel === 'level' && typeof value === 'number' && value >= 0 && value <= 100 ? value / 100 : null
}

export function obey(command: Command, at: number): Answer {
  if (command.expires !== null && at >= command.expires) return { result: 'refused', reason: 'expired' }
  const level = levelOf(command)
  if (level === null) return { result: 'refused', reason: `"${command.channel}" does not take ${JSON.stringify(command.value)}` }
  return { result: 'done', state: { mode: 'commanded', level, commandedAt: at } }
}

/** Somebody switched at the wall; the timers go on. */
export function switchByHand(state: LoadState, level: number): LoadState {
  return { ...state, mode: 'commanded', level }
}

/** The state at an instant: what the fail-safe has made of it. */
export function stateAt(state: LoadState, rule: FailSafeRule, at: number): LoadState {
  const quiet = state.commandedAt === null ? 0 : at - state.commandedAt
  if (state.mode !== 'commanded' || rule.by === 'none' || quiet < rule.after) return state
  return rule.by === 'device-timeout' ? { ...state, level: 0 } : { ...state, mode: 'fallback' }
}
