/** Text of whatever was thrown, for messages and logs. */

/** The message of an error; any other thrown value as a string. */
export function errorText(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** The stack where there is one: for faults of ours, which a developer has to find. */
export function errorStack(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
}

/** The first line of the message: libraries append whole pages. */
export function errorLine(thrown: unknown): string {
  return errorText(thrown).split('\n', 1)[0] ?? ''
}
