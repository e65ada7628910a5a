/** A message as recognition sees it; the payload is parsed once, and only when a rule asks for it. */
export interface MessageView {
  readonly topic: string
  readonly levels: readonly string[]
  readonly payload: Uint8Array
  readonly text: () => string
  /** The JSON value; undefined: the payload is none. */
  readonly json: () => unknown
}

/** How certain it is that a message belongs to a convention; 0: it does not. */
export type Recognise = (view: MessageView) => number
