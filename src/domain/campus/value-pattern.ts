/**
 * Regular expressions of users, in an engine whose time grows linearly with the text (RE2): in that of JavaScript one short message could occupy the
 * decoder for years.
 */

import { RE2JS } from 're2js'

export interface ValueMatch {
  /** The named group, or undefined when there is none or it did not take part. */
  named(name: string): string | undefined
  /** Group 1, else the whole match. */
  readonly first: string
}

export interface ValuePattern {
  /** Names of its groups. */
  readonly groups: readonly string[]
  /** The first match in the text, or null; texts above LONGEST_TEXT characters have none. */
  find(text: string): ValueMatch | null
}

const LONGEST_PATTERN = 500
export const LONGEST_TEXT = 4096

/** Compiles the expression, in the syntax that JavaScript and RE2 share; throws an Error that says what is wrong with it. */
export function compileValuePattern(source: string): ValuePattern {
  if (source.length > LONGEST_PATTERN) throw new Error(`it has ${source.length} characters; at most ${LONGEST_PATTERN} are read`)
  const compiled = compile(source)
  const groups = Object.keys(compiled.namedGroups())
  return {
    groups,
    find(text) {
      if (text.length > LONGEST_TEXT) return null
      const matcher = compiled.matcher(text)
      if (!matcher.find()) return null
      const group = (id: string | number): string | undefined => matcher.group(id) ?? undefined
      return {
        named: (name) => (groups.includes(name) ? group(name) : undefined),
        first: (matcher.groupCount() > 0 ? group(1) : undefined) ?? group(0) ?? '',
      }
    },
  }
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source))
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error)
    throw new Error(/\(\?[=!<]|\\\d/.test(source) ? `${why} (look-around and references to groups are not supported)` : why, {
      cause: error,
    })
  }
}
