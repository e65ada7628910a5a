/** The objects of a PDF file (ISO 32000-1, clause 7): pages of text in Helvetica and one Chinese font that the reader brings. */

import { isLatin, textWidth } from './pdf-text.ts'

export interface CjkFont {
  readonly name: string
  readonly encoding: string
  readonly ordering: string
}

/** Predefined collections and their UCS-2 encodings (clause 9.7.5.2, table 118). */
export const CJK_FONTS = {
  simplified: { name: 'STSong-Light', encoding: 'UniGB-UCS2-H', ordering: 'GB1' },
  traditional: { name: 'MSung-Light', encoding: 'UniCNS-UCS2-H', ordering: 'CNS1' },
} as const satisfies Record<string, CjkFont>

export interface PlacedText {
  readonly text: string
  readonly x: number
  /** Of the base line, from below. */
  readonly y: number
  readonly size: number
  readonly bold: boolean
}

export interface PdfFrame {
  readonly width: number
  readonly height: number
  readonly font: CjkFont
}

// oxlint-disable-next-line no-control-regex
const latinString = (text: string): string => `(${text.replace(/[\u0000-\u001f]/g, ' ').replace(/[()\\]/g, '\\$&')})`

/** Two bytes a character; what lies beyond the basic plane has no place in UCS-2 and becomes a box. */
function wideString(text: string): string {
  const codes = Array.from(text, (c) => (c.length > 1 ? '25a1' : c.charCodeAt(0).toString(16).padStart(4, '0')))
  return `<${codes.join('')}>`
}

/** Parts of a text that one font has. */
function runsOf(text: string): readonly string[] {
  const runs: string[] = []
  for (const character of text) {
    const last = runs.at(-1)
    if (last !== undefined && isLatin(last) === isLatin(character)) runs[runs.length - 1] = last + character
    else runs.push(character)
  }
  return runs
}

const decimal = (value: number): string => value.toFixed(2)

function textOperators({ text, x, y, size, bold }: PlacedText): string {
  let at = x
  return runsOf(text)
    .map((run) => {
      const latin = isLatin(run)
      const operators = `BT /${latin ? (bold ? 'F2' : 'F1') : 'F3'} ${size} Tf ${decimal(at)} ${decimal(y)} Td ${latin ? latinString(run) : wideString(run)} Tj ET\n`
      at += textWidth(run, size)
      return operators
    })
    .join('')
}

const streamOf = (content: string): string => `<< /Length ${content.length} >>\nstream\n${content}endstream`

/** Objects that every file has, from 1 on: catalogue, pages, three fonts, the font of the collection and its descriptor. */
function fixedObjects({ font }: PdfFrame, kids: readonly number[]): string[] {
  const system = `/CIDSystemInfo << /Registry (Adobe) /Ordering (${font.ordering}) /Supplement 2 >>`
  const metrics = '/Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93'
  return [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids.map((k) => `${k} 0 R`).join(' ')}] /Count ${kids.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
    `<< /Type /Font /Subtype /Type0 /BaseFont /${font.name} /Encoding /${font.encoding} /DescendantFonts [6 0 R] >>`,
    `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /${font.name} ${system} /FontDescriptor 7 0 R /DW 1000 >>`,
    `<< /Type /FontDescriptor /FontName /${font.name} ${metrics} >>`,
  ]
}

const FIXED = 7

export function pdfFile(pages: readonly (readonly PlacedText[])[], frame: PdfFrame): Uint8Array {
  const kids = pages.map((_, i) => FIXED + 1 + 2 * i)
  const fonts = '/Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R >> >>'
  const size = `/MediaBox [0 0 ${frame.width} ${frame.height}]`
  const objects = [
    ...fixedObjects(frame, kids),
    ...pages.flatMap((texts, i) => [
      `<< /Type /Page /Parent 2 0 R ${size} ${fonts} /Contents ${FIXED + 2 + 2 * i} 0 R >>`,
      streamOf(texts.map(textOperators).join('')),
    ]),
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, i) => {
    const offset = file.length
    file += `${i + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const trailer = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  // Every character is below 256: a byte each.
  return Uint8Array.from(file + trailer, (c) => c.charCodeAt(0))
}
