/**
 * XML in pieces. saxen decodes the five entities of XML and characters by number; a document type is refused, so that no entity of the
 * document is ever expanded. Depth is limited, and so is the text of one element.
 */

import { Parser } from 'saxen'
import { errorText } from '../../kernel/index.ts'
import type { ImportLimits } from '../limits.ts'

export interface XmlHandlers {
  /** Names are without their prefix. */
  readonly open: (name: string, attributes: () => Readonly<Record<string, string>>) => void
  /** `text` is what stands directly in the element. */
  readonly close: (name: string, text: string) => void
}

export interface XmlReader {
  /** False when the document is faulty: `fault` says how. */
  readonly write: (piece: string) => boolean
  readonly end: () => boolean
  readonly fault: () => string | null
}

export function createXmlReader(handlers: XmlHandlers, limits: Pick<ImportLimits, 'depth' | 'record'>): XmlReader {
  let fault: string | null = null
  const texts: string[] = []
  let pending = 0
  const blame = (text: string): void => {
    fault ??= text
  }
  const local = (name: string): string => name.slice(name.indexOf(':') + 1)
  const add = (text: string): void => {
    const i = texts.length - 1
    if (i < 0) return
    pending = 0
    texts[i] += text
    if ((texts[i] ?? '').length > limits.record) blame(`a text is longer than ${limits.record} characters`)
  }
  const parser = new Parser()
  parser.on('openTag', (name, attributes) => {
    pending = 0
    texts.push('')
    if (texts.length > limits.depth) blame(`elements nest deeper than ${limits.depth} levels`)
    if (fault === null) handlers.open(local(name), attributes)
  })
  parser.on('closeTag', (name) => {
    pending = 0
    const text = texts.pop() ?? ''
    if (fault === null) handlers.close(local(name), text)
  })
  parser.on('text', (text, decode) => add(text.includes('&') ? decode(text) : text))
  parser.on('cdata', add)
  parser.on('attention', () => blame('it has a document type (<!DOCTYPE ...>), which is not read'))
  parser.on('error', (error) => blame(errorText(error)))
  const guarded = (work: () => void): boolean => {
    if (fault !== null) return false
    try {
      work()
    } catch (error) {
      blame(errorText(error))
    }
    return fault === null
  }
  return {
    // The parser keeps what is not complete; without a limit an open tag could take all memory.
    write: (piece) =>
      guarded(() => {
        pending += piece.length
        parser.write(piece)
        if (pending > limits.record + piece.length) blame(`a tag is longer than ${limits.record} characters`)
      }),
    end: () =>
      guarded(() => {
        const error = parser.end()
        if (error !== null) blame(errorText(error))
        if (texts.length > 0) blame('the document breaks off')
      }),
    fault: () => fault,
  }
}
