/** Forms by which a message is recognised without a source. */

/**
 * A form of message that belongs to a convention although no source says so: all that a rule gives must hold. The rule that gives most wins;
 * one that gives nothing holds for no message.
 */
export interface RecognitionRule {
  /** Topic template. */
  readonly topic?: string
  /** Paths that the JSON payload has; of an array, its first item. */
  readonly has?: readonly string[]
  /** Values that the JSON payload has at paths. */
  readonly where?: Readonly<Record<string, string | number | boolean>>
  /** Form of the payload as text: a regular expression. */
  readonly payload?: string
}
