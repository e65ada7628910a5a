/** Checksummed lines: `crc32 in hex, blank, JSON, newline`. The checksum reveals a torn or damaged line. */

import { crc32 } from 'node:zlib'

export function encodeLine(value: unknown): string {
  const json = JSON.stringify(value)
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`
}

/** The value of a line without its newline, or undefined when the line is damaged. */
export function decodeLine(line: string): unknown {
  const json = line.slice(9)
  if (line[8] !== ' ' || crc32(json) !== Number.parseInt(line.slice(0, 8), 16)) return undefined
  return JSON.parse(json)
}

export interface DecodedLines {
  readonly lines: readonly { readonly value: unknown; readonly offset: number; readonly length: number }[]
  /** Damaged lines, a torn last one included. */
  readonly damaged: number
  /** Bytes of complete lines. */
  readonly end: number
}

export function decodeLines(bytes: Buffer): DecodedLines {
  const lines: { value: unknown; offset: number; length: number }[] = []
  let damaged = 0
  let offset = 0
  for (let newline = bytes.indexOf(0x0a); newline >= 0; newline = bytes.indexOf(0x0a, offset)) {
    const value = decodeLine(bytes.toString('utf8', offset, newline))
    if (value === undefined) damaged += 1
    else lines.push({ value, offset, length: newline - offset })
    offset = newline + 1
  }
  return { lines, damaged: damaged + (offset < bytes.length ? 1 : 0), end: offset }
}
